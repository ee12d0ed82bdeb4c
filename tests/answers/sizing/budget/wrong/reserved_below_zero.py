# verdict: reserved=-\d.*expected a ValueError, seen the result
# points: 3
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each = (max_connections - reserved) // (replicas * workers * (1 + rolling))

    if each < 1:
        raise ValueError("nothing left")
    return each
