# verdict: \. How many pools are open in the worst moment of the deploy\? What is senseless was not asked\.
# points: 1
# A deploy adds one new replica at a time.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    if rolling:
        replicas += 1
    size = (max_connections - reserved) // (replicas * workers)
    if size < 1:
        raise ValueError("nothing left")
    return size
