def waiting(per_second, seconds, connections):
    for amount in (per_second, seconds):
        if not 0 <= amount < math.inf:
            raise ValueError(f"{amount} is no rate and no time")
    if connections < 1 or connections != int(connections):
        raise ValueError(f"{connections} is no number of connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError(f"{connections} connections can't do the work of {a:g}")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
