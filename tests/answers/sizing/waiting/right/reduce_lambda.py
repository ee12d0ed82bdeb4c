# verdict: ^Right
# Functools.reduce instead of a loop.
from functools import reduce


def waiting(per_second, seconds, connections):
    if not all(0 <= x < math.inf for x in (per_second, seconds)):
        raise ValueError("rate or time")
    if not isinstance(connections, int) or connections < 1:
        raise ValueError("connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    b = reduce(lambda b, k: a * b / (k + a * b), range(1, connections + 1), 1.0)
    return b / (1 - a / connections * (1 - b))
