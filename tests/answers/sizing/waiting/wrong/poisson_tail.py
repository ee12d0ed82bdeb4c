# verdict: expected 0.444444, seen
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    return 1 - sum(math.exp(-a) * a**k / math.factorial(k) for k in range(n))
