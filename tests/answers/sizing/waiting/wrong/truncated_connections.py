# verdict: \. A pool has a whole number of connections, from \d+ up\.
# points: 3
# Makes a whole number of the connections with int().
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    n = int(connections)
    if n < 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= n:
        raise ValueError("overload")
    b = 1.0
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / n * (1 - b))
