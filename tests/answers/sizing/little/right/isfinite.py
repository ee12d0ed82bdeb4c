# verdict: ^Right
def little(per_second, seconds):
    if not math.isfinite(per_second) or per_second < 0:
        raise ValueError("per_second")
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError("seconds")
    return per_second * seconds
