# verdict: ^Right:
# Rounds down at each level: per generation, per replica, per worker (the same as once at the end).
def budget(max_connections, reserved, replicas, workers, rolling):
    numbers = (max_connections, reserved, replicas, workers)
    if not all(isinstance(x, int) for x in numbers):
        raise ValueError("whole numbers only")
    if reserved < 0 or min(max_connections, replicas, workers) < 1:
        raise ValueError("too small")
    left = max_connections - reserved
    if rolling:
        left //= 2
    share = left // replicas // workers
    if share <= 0:
        raise ValueError("nothing left")
    return share
