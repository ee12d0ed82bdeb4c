# verdict: rolling=\w+\): expected \d+, seen
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each = round((max_connections - reserved) / (replicas * workers * (1 + rolling)))
    if each < 1:
        raise ValueError("nothing left")
    return each
