# verdict: ^Right
# an exact fraction, floored
from fractions import Fraction


def budget(max_connections: int, reserved: int, replicas: int, workers: int, rolling: bool) -> int:
    for n in (max_connections, reserved, replicas, workers):
        if isinstance(n, float) and not n.is_integer():
            raise ValueError(f"{n} is not whole")
    if max_connections < 1 or reserved < 0 or replicas < 1 or workers < 1:
        raise ValueError("too few")
    generations = 2 if rolling else 1
    size = math.floor(Fraction(max_connections - reserved, generations * replicas * workers))
    if not size > 0:
        raise ValueError("PgBouncer, please")
    return size
