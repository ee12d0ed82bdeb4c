# verdict: expected a ValueError, seen
# points: 3
def budget(max_connections, reserved, replicas, workers, rolling):
    each = (max_connections - reserved) // (replicas * workers * (1 + rolling))

    if each < 1:
        raise ValueError("nothing left")
    return each
