# verdict: ^Right
# itertools.accumulate makes all B's, the last one counts
from itertools import accumulate


def waiting(per_second, seconds, connections):
    senseless = [
        not math.isfinite(per_second),
        not math.isfinite(seconds),
        per_second < 0,
        seconds < 0,
        connections % 1 != 0,
        connections < 1,
        not per_second * seconds < connections,
    ]
    if any(senseless):
        raise ValueError((per_second, seconds, connections))
    a = per_second * seconds
    *_, b = accumulate(range(1, connections + 1), lambda b, k: a * b / (k + a * b), initial=1.0)
    return b / (1 - a / connections * (1 - b))
