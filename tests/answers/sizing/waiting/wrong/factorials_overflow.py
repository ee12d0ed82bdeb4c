# verdict: connections=\d\d\d\): expected .*, seen OverflowError.*too many for powers
# points: 4
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    last = a**n / math.factorial(n) * n / (n - a)
    total = sum(a**k / math.factorial(k) for k in range(n))
    return last / (total + last)
