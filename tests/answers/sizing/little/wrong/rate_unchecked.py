# verdict: expected a ValueError, seen the result.*finite number
# points: 1
# checks only the time
def little(per_second, seconds):
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError("seconds")
    return per_second * seconds
