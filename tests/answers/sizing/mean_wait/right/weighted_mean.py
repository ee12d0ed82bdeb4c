# verdict: ^Right:
# Statistics-like: the weighted mean of "so long" and 0.
import operator


def waiting(per_second, seconds, connections):
    if any(math.isnan(x) or math.isinf(x) or x < 0 for x in (per_second, seconds)):
        raise ValueError("rate or time")
    try:
        n = operator.index(connections)
    except TypeError as error:
        raise ValueError("connections") from error
    if n < 1 or n <= per_second * seconds:
        raise ValueError("too few connections")
    a = per_second * seconds
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))


def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    groups = {"who wait": (share, seconds / (connections - per_second * seconds)), "others": (1 - share, 0.0)}
    return sum(weight * wait for weight, wait in groups.values())
