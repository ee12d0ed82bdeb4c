# verdict: ^Right
# a decorator refuses, reduce reckons, mean by weights with fsum
import functools
from functools import reduce


def refuse_senseless(function):
    @functools.wraps(function)
    def wrapper(per_second, seconds, connections):
        bad = {
            "per_second": not (math.isfinite(per_second) and per_second >= 0),
            "seconds": not (math.isfinite(seconds) and seconds >= 0),
            "connections": not (isinstance(connections, int) and connections >= 1),
        }
        names = [name for name, is_bad in bad.items() if is_bad]
        if names:
            raise ValueError(", ".join(names))
        if per_second * seconds >= connections:
            raise ValueError("too much work")
        return function(per_second, seconds, connections)

    return wrapper


@refuse_senseless
def waiting(per_second, seconds, connections):
    a = per_second * seconds
    b = reduce(lambda b, k: a * b / (k + a * b), range(1, connections + 1), 1.0)
    return b / (1 - a / connections * (1 - b))


@refuse_senseless
def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    parts = {share: seconds / (connections - per_second * seconds), 1 - share: 0.0}
    if len(parts) == 1:  # share is exactly one half
        return share * seconds / (connections - per_second * seconds)
    return math.fsum(weight * time for weight, time in parts.items())
