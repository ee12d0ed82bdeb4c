# verdict: expected .*, seen .*Print B
# rounds the load to whole connections before the formula
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    if per_second * seconds >= connections:
        raise ValueError("too much work")
    a = min(math.ceil(per_second * seconds), connections - 1)
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
