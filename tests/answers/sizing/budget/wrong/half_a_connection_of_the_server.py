# verdict: expected a ValueError, seen the result.*below 1, or not whole
# points: 3
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each = int(max_connections - reserved) // (replicas * workers * (1 + rolling))
    if each < 1:
        raise ValueError("nothing left")
    return each
