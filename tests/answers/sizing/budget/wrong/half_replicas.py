# verdict: expected a ValueError, seen the result.*below 1, or not whole
# points: 3
# replicas and workers need not be whole
def budget(max_connections, reserved, replicas, workers, rolling):
    if max_connections % 1 or reserved % 1:
        raise ValueError("not whole")
    if max_connections < 1 or reserved < 0 or replicas < 1 or workers < 1:
        raise ValueError("too few")
    pools = replicas * workers * (2 if rolling else 1)
    size = int((max_connections - reserved) // pools)
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
