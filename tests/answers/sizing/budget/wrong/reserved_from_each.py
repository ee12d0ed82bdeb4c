# verdict: expected .*, seen .*Count the pools
# takes the reserved ones off each pool's share
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if not isinstance(reserved, int) or reserved < 0:
        raise ValueError(reserved)
    pools = replicas * workers * (2 if rolling else 1)
    size = max_connections // pools - reserved
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
