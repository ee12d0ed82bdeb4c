# verdict: \): expected a ValueError, seen the result nan\. A rate or a time is a finite number from \d+ up; nan and inf are not\.
# points: 1
# Compares with nan instead of asking isnan.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if x < 0 or x == float("inf") or x == float("nan"):
            raise ValueError("senseless")
    return per_second * seconds
