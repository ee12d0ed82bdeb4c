# verdict: ^Right
# The weights of the states of the birth-death process, built by products (e^400 still fits into a float).
from itertools import accumulate


def waiting(per_second, seconds, connections):
    def finite_and_positive(x):
        if not math.isfinite(x) or x < 0:
            raise ValueError(f"senseless: {x}")

    finite_and_positive(per_second)
    finite_and_positive(seconds)
    if connections < 1 or connections % 1 != 0:
        raise ValueError(f"senseless: {connections}")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("as much work as the connections can do, or more")
    weights = list(accumulate(range(1, connections + 1), lambda w, k: w * a / k, initial=1.0))
    everybody_busy = weights.pop() * connections / (connections - a)
    return everybody_busy / (math.fsum(weights) + everybody_busy)
