# verdict: \. Print B after each step: the last k is the number of connections\. Large pools, and what is senseless, were not asked\.
# Keeps B per number of connections, and forgets that it depends on the load.
_known = {}


def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    if connections not in _known:
        b = 1.0
        for k in range(1, connections + 1):
            b = a * b / (k + a * b)
        _known[connections] = b
    b = _known[connections]
    return b / (1 - a / connections * (1 - b))
