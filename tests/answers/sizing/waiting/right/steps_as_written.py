# verdict: ^Right
# The two steps as the text says them.
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless rate or time")
    if connections < 1 or connections % 1 != 0:
        raise ValueError("senseless number of connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("the queue grows for ever")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
