# verdict: of the cell\)\. Nobody comes: nobody waits\. Large pools, and what is senseless, were not asked\.
# The recursion for 1/B divides by a.
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    inverse = 1.0
    for k in range(1, connections + 1):
        inverse = 1 + inverse * k / a
    b = 1 / inverse
    return b / (1 - a / connections * (1 - b))
