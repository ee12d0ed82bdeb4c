# verdict: expected a ValueError, seen the result \d.* for itself
# points: 1
def little(per_second, seconds):
    if not 0 <= per_second * seconds < math.inf:
        raise ValueError("senseless")
    return per_second * seconds
