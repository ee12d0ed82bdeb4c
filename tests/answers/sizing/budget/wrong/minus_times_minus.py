# verdict: expected a ValueError, seen the result.*for itself
# points: 3
# looks at the result and at wholeness, not at the signs
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved, replicas, workers):
        if not isinstance(number, int):
            raise ValueError(number)
    if reserved < 0 or max_connections < 1:
        raise ValueError("server")
    pools = replicas * workers * (2 if rolling else 1)
    if pools == 0:
        raise ValueError('no pool')
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
