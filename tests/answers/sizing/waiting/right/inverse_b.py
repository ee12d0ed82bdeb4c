# verdict: ^Right
# The recursion for 1/B, with 0 for an empty load handled before (an int 0).
def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("rate or time")
    if not (connections >= 1 and connections % 1 == 0):
        raise ValueError("connections")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("a >= n")
    if a == 0:
        return 0
    inverse = 1.0
    for k in range(1, connections + 1):
        inverse = 1 + inverse * (k / a)
    # share = 1 / (1/B * (1 - rho) + rho)
    rho = a / connections
    return 1 / (inverse * (1 - rho) + rho)
