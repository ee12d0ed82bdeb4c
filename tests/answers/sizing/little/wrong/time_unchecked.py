# verdict: expected a ValueError, seen the result.*finite number
# points: 1
# checks only the rate
def little(per_second, seconds):
    if not math.isfinite(per_second) or per_second < 0:
        raise ValueError("per_second")
    return per_second * seconds
