# verdict: ^Right:
# The check is a decorator that works for positional and keyword arguments.
import functools
import inspect


def sensible(function):
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if math.isnan(value) or math.isinf(value) or value < 0:
                raise ValueError(f"{name} = {value} makes no sense")
        return function(*args, **kwargs)

    return wrapper


@sensible
def little(per_second, seconds):
    return per_second * seconds
