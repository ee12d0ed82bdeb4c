# verdict: expected a ValueError, seen the result.*may be 0
# points: 3
# reserved need not be whole
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if reserved < 0:
        raise ValueError(reserved)
    pools = replicas * workers * (2 if rolling else 1)
    size = int((max_connections - reserved) // pools)
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
