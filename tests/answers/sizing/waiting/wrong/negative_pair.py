# verdict: \. Look at each value for itself: what becomes of both together may look sensible\.
# points: 3
# Checks only the product of rate and time (for sign, nan and inf).
def waiting(per_second, seconds, connections):
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if not 0 <= a < connections:
        raise ValueError("senseless, or overload")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
