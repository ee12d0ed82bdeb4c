# verdict: Count the pools
# Never uses the very last connection of the server, to be safe.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    pools = replicas * workers * (2 if rolling else 1)
    size = (max_connections - reserved - 1) // pools
    if size < 1:
        raise ValueError("nothing left")
    return size
