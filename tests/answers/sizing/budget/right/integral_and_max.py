# verdict: ^Right
from numbers import Integral


def budget(max_connections, reserved, replicas, workers, rolling):
    names = {"max_connections": 1, "reserved": 0, "replicas": 1, "workers": 1}
    for (name, least), value in zip(names.items(), (max_connections, reserved, replicas, workers)):
        if not isinstance(value, Integral) or value < least:
            raise ValueError(f"{name} must be whole, from {least} up")
    pools = replicas * workers * (1 + bool(rolling))
    sizes = range(max_connections - reserved, 0, -1)
    found = next((size for size in sizes if size * pools + reserved <= max_connections), None)
    if found is None:
        raise ValueError("nothing left")
    return found
