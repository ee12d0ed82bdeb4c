# verdict: ^Right
# divides three times, rounding down each time (the same in the end)
def budget(max_connections, reserved, replicas, workers, rolling):
    things = [(max_connections, 1), (reserved, 0), (replicas, 1), (workers, 1)]
    if any(n % 1 or n < least for n, least in things):
        raise ValueError(things)
    left = max_connections - reserved
    left //= replicas
    left //= workers
    if rolling:
        left //= 2
    if left <= 0:
        raise ValueError("nothing left")
    return left
