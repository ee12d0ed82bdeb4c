# verdict: \. How many pools are open in the worst moment of the deploy\? And half a connection serves nobody\. What is senseless was not asked\.
# points: 1
# With one replica it does not double for the deploy: there is only one.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    pools = replicas * workers
    if rolling and replicas > 1:
        pools *= 2
    size = (max_connections - reserved) // pools
    if size < 1:
        raise ValueError("nothing left")
    return size
