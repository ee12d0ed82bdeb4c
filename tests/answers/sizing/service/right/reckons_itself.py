# verdict: ^Right:
# Reckons size and overflow in the answer, by the formulas, and gives them to counter.
from itertools import count

MAX_CONNECTIONS, RESERVED, REPLICAS, WORKERS = 100, 10, 3, 2
RATE, HOLD, MAY_WAIT = 40, 0.05, 1 / 5
RUSH, PATIENCE = 0.3, 2


def share_that_waits(a, n):
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))


def service(dsn):
    a = RATE * HOLD
    size = next(n for n in count(math.floor(a) + 1) if share_that_waits(a, n) <= MAY_WAIT)
    all_of_them = (MAX_CONNECTIONS - RESERVED) // (REPLICAS * WORKERS * 2)
    return counter(dsn, size, all_of_them - size, (RUSH + PATIENCE) / 2)
