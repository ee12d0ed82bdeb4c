# verdict: expected 0, seen ValueError.*Nobody (comes|stays)
def little(per_second, seconds):
    if not (0 < per_second < math.inf and 0 < seconds < math.inf):
        raise ValueError("senseless")
    return per_second * seconds
