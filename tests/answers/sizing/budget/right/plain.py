# verdict: ^Right:
# The straightforward form.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1 != 0:
            raise ValueError(f"senseless: {number}")
    pools = replicas * workers * (2 if rolling else 1)
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("not one connection for each pool")
    return size
