# verdict: expected a ValueError, seen the result.*whole number
# points: 3
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections == 0 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a / n >= 1:
        raise ValueError("the queue grows for ever")
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))
