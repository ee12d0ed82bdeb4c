# verdict: \. Look at each value for itself: what becomes of both together may look sensible\.
# points: 1
# Checks the result instead of the arguments.
def little(per_second, seconds):
    busy = per_second * seconds
    if not math.isfinite(busy) or busy < 0:
        raise ValueError("senseless")
    return busy
