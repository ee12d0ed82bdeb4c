# verdict: ^Right
# The closed formula with lgamma and a log-sum-exp, so that large pools fit.
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if math.isnan(x) or math.isinf(x) or x < 0:
            raise ValueError("rate or time")
    if connections != connections or connections < 1 or connections % 1:
        raise ValueError("connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("no steady state")
    if a == 0:
        return 0.0
    log_a = math.log(a)
    logs = [k * log_a - math.lgamma(k + 1) for k in range(connections)]
    last = connections * log_a - math.lgamma(connections + 1) - math.log1p(-a / connections)
    top = max(*logs, last)
    tail = math.exp(last - top)
    return tail / (math.fsum(math.exp(x - top) for x in logs) + tail)
