# verdict: expected a ValueError, seen the result.*for itself
# points: 3
# looks at a, not at rate and time
def waiting(per_second, seconds, connections):
    a = per_second * seconds
    if not math.isfinite(a) or a < 0:
        raise ValueError(a)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    if a >= connections:
        raise ValueError("too much work")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
