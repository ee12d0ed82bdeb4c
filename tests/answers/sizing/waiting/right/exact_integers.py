# verdict: ^Right
# Erlang B with whole numbers of any length, one division at the end.
def waiting(per_second, seconds, connections):
    if not math.isfinite(per_second) or per_second < 0:
        raise ValueError("per_second")
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError("seconds")
    if not isinstance(connections, int) or connections < 1:
        raise ValueError("connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("a is at least n")
    p, q = a.as_integer_ratio()
    if p == 0:
        return 0.0
    x = 1  # 1/B = x / p**k
    for k in range(1, connections + 1):
        x = p**k + x * k * q
    top = p**connections * connections * q
    return top / (connections * q * x - p * (x - p**connections))
