# verdict: ^Right:
# Weights of the states by products; the queue is a geometric tail; no Erlang B anywhere.
def mean_wait(per_second: float, seconds: float, connections: int) -> float:
    if not (math.isfinite(per_second) and math.isfinite(seconds) and min(per_second, seconds) >= 0):
        raise ValueError("rate or time")
    if connections < 1 or connections != math.floor(connections):
        raise ValueError("connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("no equilibrium")
    weight, fewer = 1.0, 0.0
    for k in range(1, connections + 1):
        fewer += weight
        weight *= a / k
    full = weight / (1 - a / connections)
    return full / (fewer + full) * seconds / (connections - a)
