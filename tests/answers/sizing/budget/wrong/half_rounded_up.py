# verdict: expected .*, seen .*half a connection
# points: 1
# rounds up when it halves for the deploy
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, replicas, workers):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if not isinstance(reserved, int) or reserved < 0:
        raise ValueError(reserved)
    size = (max_connections - reserved) // (replicas * workers)
    if size < (2 if rolling else 1):
        raise ValueError('nothing left')
    if rolling:
        size = (size + 1) // 2
    if size < 1:
        raise ValueError("not even one for each pool")
    return size
