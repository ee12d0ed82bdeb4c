# verdict: =nan.*: expected a ValueError, seen the result nan
# points: 1
def little(per_second, seconds):
    if per_second < 0 or seconds < 0 or math.inf in (per_second, seconds):
        raise ValueError("senseless")
    return per_second * seconds
