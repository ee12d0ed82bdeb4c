# verdict: rolling=\w+\): expected \d+, seen
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each = max_connections - reserved
    if each < 1:
        raise ValueError("nothing left")
    return each
