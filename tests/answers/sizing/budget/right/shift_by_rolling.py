# verdict: ^Right:
# A bool is a number: pools << rolling, and divmod.
def budget(max_connections, reserved, replicas, workers, rolling):
    for x in (max_connections, replicas, workers, reserved + 1):
        if not (x >= 1 and x % 1 == 0):
            raise ValueError("senseless")
    pools = replicas * workers << rolling
    each, _idle = divmod(max_connections - reserved, pools)
    if not each > 0:
        raise ValueError("less than one for each pool")
    return each
