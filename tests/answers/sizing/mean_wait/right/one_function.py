# verdict: ^Right
# no waiting at all: all in one function, simplified
def mean_wait(per_second, seconds, connections):
    if not 0 <= per_second < math.inf:
        raise ValueError("per_second")
    if not 0 <= seconds < math.inf:
        raise ValueError("seconds")
    if connections % 1 or connections < 1:
        raise ValueError("connections")
    a, n = per_second * seconds, connections
    free = n - a
    if free <= 0:
        raise ValueError("saturated")
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    # C = b / (1 - a/n (1 - b)) = n b / (free + a b)
    return n * b / (free + a * b) * seconds / free
