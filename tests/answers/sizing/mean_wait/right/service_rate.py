# verdict: ^Right:
# Reckons with the rate mu = 1/seconds, as in the books; nobody stays: 0 after all checks.
def mean_wait(per_second, seconds, connections):
    for value in (per_second, seconds):
        if not 0 <= value < math.inf:
            raise ValueError(f"{value} is senseless")
    if connections < 1 or not float(connections).is_integer():
        raise ValueError(f"{connections} connections are senseless")
    if per_second * seconds >= connections:
        raise ValueError("unstable")
    if seconds == 0 or per_second == 0:
        return 0.0
    mu = 1 / seconds
    load = per_second * seconds
    b = 1.0
    for k in range(1, connections + 1):
        b = load * b / (k + load * b)
    c = b / (1 - load / connections * (1 - b))
    return c / (connections * mu - per_second)
