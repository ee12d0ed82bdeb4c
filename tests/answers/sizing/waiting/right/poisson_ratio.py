# verdict: ^Right
# B is P(X = n) / P(X <= n) for a Poisson number X with mean a.
import operator


def waiting(per_second, seconds, connections):
    if not all(map(math.isfinite, (per_second, seconds))) or min(per_second, seconds) < 0:
        raise ValueError("rate or time")
    try:
        n = operator.index(connections)
    except TypeError:
        raise ValueError("connections must be whole") from None
    if n < 1:
        raise ValueError("at least one connection")
    a = per_second * seconds
    if a >= n:
        raise ValueError("too much work")
    probability = total = math.exp(-a)
    for k in range(1, n + 1):
        probability *= a / k
        total += probability
    b = probability / total
    return min(1.0, b * n / (n - a * (1 - b)))
