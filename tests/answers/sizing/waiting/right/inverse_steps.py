# verdict: ^Right
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    if a == 0:
        return 0.0
    inverse = 1.0
    for k in range(1, n + 1):
        inverse = 1 + inverse * k / a
    return 1 / (inverse - (inverse - 1) * a / n)
