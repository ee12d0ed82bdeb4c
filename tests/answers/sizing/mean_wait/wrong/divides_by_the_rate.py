# verdict: of the cell\)\. Nobody comes: nobody waits\. Large pools, and what is senseless, were not asked\.
# The length of the queue by Little's law backwards, without a thought for a rate of 0.
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
    waiting_ones = share * a / (connections - a)
    return waiting_ones / per_second
