# verdict: ^Right
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    each, _ = divmod(max_connections - reserved, replicas * workers * (1 + rolling))
    if each <= 0:
        raise ValueError("too many pools")
    return each
