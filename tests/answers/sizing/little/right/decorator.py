# verdict: ^Right
# a decorator refuses, the function only multiplies
import functools


def sensible(function):
    @functools.wraps(function)
    def guarded(*args, **kwargs):
        for value in [*args, *kwargs.values()]:
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(value)
        return function(*args, **kwargs)

    return guarded


@sensible
def little(per_second, seconds):
    return seconds * per_second
