# verdict: ^Right:
# Waiting stands inside, as a closure over a and n.
def mean_wait(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("rate or time")
    if not isinstance(connections, int) or connections < 1:
        raise ValueError("connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("overload")

    def share():
        b = 1.0
        for k in range(1, n + 1):
            b *= a
            b /= k + b
        return b / (1 - a / n * (1 - b))

    return share() * (seconds / (n - a))
