# verdict: expected a ValueError, seen ZeroDivisionError.*below 1, or not whole
# points: 3
# does not look for 0 replicas or workers
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved, replicas, workers):
        if not isinstance(number, int) or number < 0:
            raise ValueError(number)
    pools = replicas * workers * (2 if rolling else 1)
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
