# verdict: expected .*, seen .*Mean of all
# remembers the mean by load and pool: two requests a second of 1 s are not four of 0.5 s
def mean_wait(per_second, seconds, connections, known={}):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if connections != int(connections) or connections < 1:
        raise ValueError(connections)
    a = per_second * seconds
    if a >= connections:
        raise ValueError("too much work")
    key = round(a, 9), connections
    if key not in known:
        b = 1.0
        for k in range(1, connections + 1):
            b = a * b / (k + a * b)
        share = b / (1 - a / connections * (1 - b))
        known[key] = share * seconds / (connections - a)
    return known[key]
