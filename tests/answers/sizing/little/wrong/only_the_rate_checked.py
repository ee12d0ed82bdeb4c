# verdict: \. A rate or a time is a finite number from \d+ up; nan and inf are not\.
# points: 1
# Takes care of the rate only.
def little(per_second, seconds):
    if not math.isfinite(per_second) or per_second < 0:
        raise ValueError("rate")
    return per_second * seconds
