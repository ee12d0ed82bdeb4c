# verdict: connections here: too many for powers and factorials, not for steps\.
# points: 4
# The closed formula with powers and factorials.
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    a = float(a)
    tail = a**connections / math.factorial(connections) / (1 - a / connections)
    head = sum(a**k / math.factorial(k) for k in range(connections))
    return tail / (head + tail)
