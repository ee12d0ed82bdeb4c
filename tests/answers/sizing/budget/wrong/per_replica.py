# verdict: \. Count the pools, and what is left for them all\. A deploy was not asked\. What is senseless was not asked\.
# Reckons with one pool per replica, shared by its workers.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number, least in ((max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)):
        if number < least or number % 1:
            raise ValueError("senseless")
    pools = replicas * (2 if rolling else 1)
    if max_connections - reserved < pools * workers:
        raise ValueError("nothing left")
    return (max_connections - reserved) // pools
