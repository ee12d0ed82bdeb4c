# verdict: expected .*, seen .*worst moment
# points: 1
# a deploy doubles replicas and workers: four times as many pools
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if not isinstance(reserved, int) or reserved < 0:
        raise ValueError(reserved)
    times = 2 if rolling else 1
    pools = replicas * times * workers * times
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
