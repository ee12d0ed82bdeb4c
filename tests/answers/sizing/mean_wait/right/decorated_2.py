# verdict: ^Right:
# A decorator refuses, the function only reckons; the name is assigned at the end.
import functools


def refuse_senseless(function):
    @functools.wraps(function)
    def wrapper(per_second, seconds, connections):
        if not all(math.isfinite(x) for x in (per_second, seconds, connections)):
            raise ValueError("not finite")
        if per_second < 0 or seconds < 0 or connections < 1 or connections % 1:
            raise ValueError("out of range")
        if per_second * seconds >= connections:
            raise ValueError("overload")
        return function(per_second, seconds, connections)

    return wrapper


@refuse_senseless
def waiting(per_second, seconds, connections):
    a, b, k = per_second * seconds, 1.0, 1
    while k <= connections:
        b = a * b / (k + a * b)
        k += 1
    return b / (1 - a / connections * (1 - b))


@refuse_senseless
def mean_wait(per_second, seconds, connections):
    return seconds / (connections - per_second * seconds) * waiting(per_second, seconds, connections)
