# verdict: seen \d+\. Mean of all requests, in seconds, until they have a connection\. Large pools, and what is senseless, were not asked\.
# The mean over those who wait, not over all.
def mean_wait(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overload")
    return seconds / (connections - a) if a else 0.0
