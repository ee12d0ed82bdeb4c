# verdict: ^Right:
# An exact fraction, math.floor, and the refusal after.
from fractions import Fraction


def budget(max_connections, reserved, replicas, workers, rolling):
    values = {"max_connections": max_connections, "reserved": reserved, "replicas": replicas, "workers": workers}
    for name, value in values.items():
        if value % 1 != 0 or value < (name != "reserved"):
            raise ValueError(f"{name}: {value}")
    exact = Fraction(max_connections - reserved, replicas * workers)
    if rolling:
        exact /= 2
    if exact < 1:
        raise ValueError("no connection left for each")
    return math.floor(exact)
