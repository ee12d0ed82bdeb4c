# verdict: expected .*, seen .*published
# returns the share that does not wait
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return 1 - b / (1 - a / connections * (1 - b))
