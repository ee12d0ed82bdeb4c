# verdict: expected a ValueError, seen the result.*whole number
# points: 2
# the copy reckons 2.5 connections with the next steps, unrefused
def waiting(per_second, seconds, connections):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    b = 1.0
    k = 1
    while k <= connections:
        b = a * b / (k + a * b)
        k += 1
    return b / (1 - a / connections * (1 - b))


def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    a = per_second * seconds
    return share * seconds / (connections - a)
