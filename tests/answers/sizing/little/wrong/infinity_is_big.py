# verdict: \): expected a ValueError, seen the result inf\. A rate or a time is a finite number from \d+ up; nan and inf are not\.
# points: 1
# Refuses nan and negatives, lets infinity pass.
def little(per_second, seconds):
    if math.isnan(per_second) or math.isnan(seconds):
        raise ValueError("nan")
    if per_second < 0 or seconds < 0:
        raise ValueError("negative")
    return per_second * seconds
