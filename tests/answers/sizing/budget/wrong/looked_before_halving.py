# verdict: expected a ValueError, seen the result.*Not one connection
# points: 3
# looks whether something is left before the deploy is counted
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if not isinstance(reserved, int) or reserved < 0:
        raise ValueError(reserved)
    size = (max_connections - reserved) // (replicas * workers)
    if size < 1:
        raise ValueError("not even one for each pool")
    return size // 2 if rolling else size
