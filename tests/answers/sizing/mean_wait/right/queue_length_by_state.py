# verdict: ^Right
# sums the lengths of the queue by geometric series, then Little; 0 when nobody comes
def _sensible(x):
    if not math.isfinite(x) or x < 0:
        raise ValueError(x)
    return x


def mean_wait(per_second, seconds, connections):
    a = _sensible(per_second) * _sensible(seconds)
    if not isinstance(connections, int) or connections < 1 or a >= connections:
        raise ValueError(connections)
    if a == 0:
        return 0.0
    rho = a / connections
    # weight of "n are there" is 1; those below n by the steps of the balance equations
    weight, below = 1.0, 0.0
    for k in range(connections, 0, -1):
        weight *= k / a
        below += weight
    all_weights = below + 1 / (1 - rho)
    queue = rho / (1 - rho) ** 2 / all_weights
    return queue / per_second
