# verdict: \w
# points: 1
# Takes care of the rate only.
def little(per_second, seconds):
    if not math.isfinite(per_second) or per_second < 0:
        raise ValueError("rate")
    return per_second * seconds
