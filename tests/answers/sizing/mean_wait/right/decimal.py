# verdict: ^Right
# all in Decimal, a float at the end
from decimal import Decimal, getcontext


def mean_wait(per_second, seconds, connections):
    if any(math.isnan(x) or math.isinf(x) or x < 0 for x in (per_second, seconds)):
        raise ValueError("rate or time")
    if connections % 1 != 0 or connections < 1 or per_second * seconds >= connections:
        raise ValueError("connections")
    getcontext().prec = 40
    time = Decimal(seconds)
    a = Decimal(per_second) * time
    if a >= connections:
        raise ValueError("connections")
    b = Decimal(1)
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    share = b / (1 - a / connections * (1 - b))
    return float(share * time / (connections - a))
