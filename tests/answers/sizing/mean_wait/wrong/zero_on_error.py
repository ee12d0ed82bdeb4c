# verdict: expected a ValueError, seen the result.*grows for ever
# points: 2
# catches what waiting refuses and returns 0
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
    return b / (1 - a / connections * (1 - b))


def mean_wait(per_second, seconds, connections):
    try:
        share = waiting(per_second, seconds, connections)
    except ValueError:
        return 0.0
    a = per_second * seconds
    return share * seconds / (connections - a)
