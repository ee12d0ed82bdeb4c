# verdict: expected a ValueError, seen the result.*finite number
# points: 2
# a copy of waiting that only looks at the load
def waiting(per_second, seconds, connections):
    a = per_second * seconds
    if connections < 1 or connections % 1 or not a < connections:
        raise ValueError("senseless")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))


def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    a = per_second * seconds
    return share * seconds / (connections - a)
