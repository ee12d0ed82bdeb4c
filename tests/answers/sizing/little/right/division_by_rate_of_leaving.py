# verdict: ^Right
# reckons with how many leave in a second; 0 seconds apart
def _check(x):
    if x != x or x in (math.inf, -math.inf) or x < 0:
        raise ValueError(x)
    return float(x)


def little(per_second, seconds):
    arrive, stay = _check(per_second), _check(seconds)
    if stay == 0:
        return 0.0
    leave = 1 / stay
    return arrive / leave if math.isfinite(leave) else arrive * stay
