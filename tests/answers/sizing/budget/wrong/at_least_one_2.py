# verdict: expected a ValueError, seen the result
# points: 3
# Gives each pool one connection even if there are too few.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    pools = replicas * workers * (2 if rolling else 1)
    return max(1, (max_connections - reserved) // pools)
