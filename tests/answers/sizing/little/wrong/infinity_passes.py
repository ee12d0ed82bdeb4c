# verdict: =inf.*: expected a ValueError, seen the result inf
# points: 1
def little(per_second, seconds):
    if not (per_second >= 0 and seconds >= 0):
        raise ValueError("senseless")
    return per_second * seconds
