# verdict: expected .*, seen .*Count the pools
# doubles when rolling is False
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if not isinstance(reserved, int) or reserved < 0:
        raise ValueError(reserved)
    pools = replicas * workers * (1 if rolling else 2)
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
