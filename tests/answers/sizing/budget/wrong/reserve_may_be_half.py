# verdict: expected a ValueError, seen the result
# points: 3
# The reserve is checked for its sign only.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    if reserved < 0:
        raise ValueError("senseless")
    size = math.floor((max_connections - reserved) / (replicas * workers * (2 if rolling else 1)))
    if size < 1:
        raise ValueError("nothing left")
    return size
