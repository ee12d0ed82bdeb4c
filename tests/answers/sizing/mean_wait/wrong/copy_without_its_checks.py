# verdict: expected a ValueError, seen .*(grows for ever|finite)
# points: 2
def waiting(per_second, seconds, connections):
    a, n = per_second * seconds, connections
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))


def mean_wait(per_second, seconds, connections):
    return waiting(per_second, seconds, connections) * seconds / (connections - per_second * seconds)
