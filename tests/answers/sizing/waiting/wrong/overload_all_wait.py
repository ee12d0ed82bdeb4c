# verdict: \. As much work as the pool can do, or more: the queue grows for ever, no number is right\.
# points: 3
# With too much work everybody waits, so it returns 1.
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        return 1.0
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
