# verdict: expected .*, seen .*Print B
# remembers B by the load only, not by the number of connections
_known = {}


def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    if a not in _known:
        b = 1.0
        for k in range(1, connections + 1):
            b = a * b / (k + a * b)
        _known[a] = b
    b = _known[a]
    return b / (1 - a / connections * (1 - b))
