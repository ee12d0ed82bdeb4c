# verdict: ^Right:
# A decorator with least values per name, bound by the signature.
import functools
import inspect


def at_least(**least):
    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            given = signature.bind(*args, **kwargs).arguments
            for name, bound in least.items():
                if not (given[name] >= bound and given[name] % 1 == 0):
                    raise ValueError(f"{name} = {given[name]}")
            result = function(*args, **kwargs)
            if result < 1:
                raise ValueError("nothing left for each pool")
            return result

        return wrapper

    return decorate


@at_least(max_connections=1, reserved=0, replicas=1, workers=1)
def budget(max_connections, reserved, replicas, workers, rolling):
    return (max_connections - reserved) // (replicas * workers * (1 + bool(rolling)))
