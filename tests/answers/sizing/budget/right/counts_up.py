# verdict: ^Right
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    versions = 2 if rolling else 1

    def fits(size):
        return versions * replicas * workers * size + reserved <= max_connections

    if not fits(1):
        raise ValueError("not even one each")
    size = 1
    while fits(size + 1):
        size += 1
    return size
