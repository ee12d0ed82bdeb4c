# verdict: ^Right
from functools import reduce

def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    b = reduce(lambda b, k: a * b / (k + a * b), range(1, n + 1), 1.0)
    return b / (1 - a / n * (1 - b))
