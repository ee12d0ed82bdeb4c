# verdict: Count the pools
# Rounds to the nearest.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    pools = replicas * workers * (2 if rolling else 1)
    if max_connections - reserved < pools:
        raise ValueError("nothing left")
    return round((max_connections - reserved) / pools)
