# verdict: expected .*, seen .*published
# a / (n × (1 − B)) in place of a / n × (1 − B)
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
    divisor = 1 - a / (connections * (1 - b)) if b < 1 else 1
    return b / divisor if divisor else 1.0
