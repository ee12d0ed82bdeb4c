# verdict: ^Right:
# The length of the queue first, then Little's law backwards (nobody comes: nobody waits).
def mean_wait(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1 != 0:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    if a == 0:
        return 0
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    rho = a / connections
    in_queue = b / (1 - rho * (1 - b)) * rho / (1 - rho)
    return in_queue / per_second
