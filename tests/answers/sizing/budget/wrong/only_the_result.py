# verdict: Reserved is a whole number|expected a ValueError, seen the result
# points: 3
# Looks at the result and at wholeness, but not at the sign of the arguments.
def budget(max_connections, reserved, replicas, workers, rolling):
    if any(x % 1 for x in (max_connections, reserved, replicas, workers)):
        raise ValueError("not whole")
    pools = replicas * workers * (2 if rolling else 1)
    if pools == 0:
        raise ValueError("no pools")
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("nothing left")
    return size
