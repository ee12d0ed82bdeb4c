# verdict: ^Right
def share(a, n):
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))


def service(dsn):
    busy = 40 * 0.05
    size = next(n for n in range(int(busy) + 1, 100) if share(busy, n) <= 1 / 5)
    allowed = (100 - 10) // (2 * 3 * 2)
    return counter(dsn, size=size, overflow=allowed - size, timeout=1.5)
