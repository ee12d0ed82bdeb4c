# verdict: expected a ValueError, seen the result 1.*Not one connection
# points: 3
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each = (max_connections - reserved) // (replicas * workers * (1 + rolling))
    return max(1, each)
