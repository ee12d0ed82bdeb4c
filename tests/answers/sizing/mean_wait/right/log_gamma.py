# verdict: ^Right
# the share by logarithms of factorials
def _share(a, n):
    if a == 0:
        return 0.0
    logs = [k * math.log(a) - math.lgamma(k + 1) for k in range(n)]
    top = n * math.log(a) - math.lgamma(n + 1) + math.log(n / (n - a))
    peak = max(*logs, top)
    return math.exp(top - peak) / (sum(math.exp(x - peak) for x in logs) + math.exp(top - peak))


def mean_wait(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(f"{x} is no rate and no time")
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(f"{connections} connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("the queue grows for ever")
    return _share(a, connections) * (seconds / (connections - a))
