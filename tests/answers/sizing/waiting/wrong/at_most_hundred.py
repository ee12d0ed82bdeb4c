# verdict: expected .*, seen ValueError.*sensible
# points: 4
# refuses pools above 100, "because the server has no more"
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or not 1 <= connections <= 100:
        raise ValueError(connections)
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
