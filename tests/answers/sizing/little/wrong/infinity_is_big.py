# verdict: \w
# points: 1
# Refuses nan and negatives, lets infinity pass.
def little(per_second, seconds):
    if math.isnan(per_second) or math.isnan(seconds):
        raise ValueError("nan")
    if per_second < 0 or seconds < 0:
        raise ValueError("negative")
    return per_second * seconds
