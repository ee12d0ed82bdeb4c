# verdict: expected .*, seen ValueError.*sensible
# refuses from nine tenths of the possible load on
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    a = per_second * seconds
    if a >= 0.9 * connections:
        raise ValueError("too near the limit")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
