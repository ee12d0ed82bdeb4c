# verdict: ^Right:
# Operator.index finds what is not whole; two generations of deployments as a list.
import operator


def _count(value, least):
    try:
        value = operator.index(value)
    except TypeError:
        raise ValueError(f"{value!r} is not whole") from None
    if value < least:
        raise ValueError(f"{value} is less than {least}")
    return value


def budget(max_connections, reserved, replicas, workers, rolling):
    available = _count(max_connections, 1) - _count(reserved, 0)
    generation = _count(replicas, 1) * _count(workers, 1)
    at_once = [generation, generation] if rolling else [generation]
    if available < sum(at_once):
        raise ValueError("each pool needs at least one connection")
    return available // sum(at_once)
