# verdict: ^Right
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    def blocked(k):
        if k == 0:
            return 1.0
        before = a * blocked(k - 1)
        return before / (k + before)

    b = blocked(n)
    return n * b / (n - a * (1 - b))
