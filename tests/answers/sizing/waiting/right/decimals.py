# verdict: ^Right
from decimal import Decimal, getcontext

def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    getcontext().prec = 40
    a = Decimal(per_second) * Decimal(seconds)
    b = Decimal(1)
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return float(b / (1 - a / n * (1 - b)))
