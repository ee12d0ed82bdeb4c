# verdict: \. Mean of all requests, in seconds, until they have a connection\. Large pools, and what is senseless, were not asked\.
# Cuts the mean at a minute: after that every client has gone.
def mean_wait(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    share = b / (1 - a / connections * (1 - b))
    return min(60.0, share * seconds / (connections - a))
