# verdict: expected .*, seen ValueError.*sensible
# refuses a load of 0
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x):
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    a = per_second * seconds
    if per_second <= 0 or seconds <= 0 or a >= connections:
        raise ValueError("nothing to reckon")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
