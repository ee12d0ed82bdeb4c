# verdict: \. Mean of all requests, in seconds, until they have a connection\. Large pools, and what is senseless, were not asked\.
# A well-known approximation without a loop (exact only for one connection).
def mean_wait(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    rho = per_second * seconds / connections
    if rho >= 1:
        raise ValueError("overload")
    return seconds / connections * rho ** (math.sqrt(2 * (connections + 1)) - 1) / (1 - rho)
