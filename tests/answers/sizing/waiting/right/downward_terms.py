# verdict: ^Right
# 1 / (1 + (1 - rho) * sum of n!/k! * a^(k-n)), terms from the largest k down
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if math.isnan(x) or math.isinf(x) or x < 0:
            raise ValueError(x)
    if not isinstance(connections, int) or connections < 1:
        raise ValueError(connections)
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("never empties")
    if a == 0:
        return 0.0
    term, total = 1.0, 0.0
    for k in range(n, 0, -1):
        term *= k / a
        total += term
    return 1.0 / (1.0 + (1.0 - a / n) * total)
