# verdict: ^Right
# binary search for the largest size that still fits
def budget(max_connections, reserved, replicas, workers, rolling):
    numbers = (max_connections, reserved + 1, replicas, workers)
    if not all(n >= 1 and n % 1 == 0 for n in numbers):
        raise ValueError(numbers)

    def fits(size):
        return reserved + size * replicas * workers * [1, 2][bool(rolling)] <= max_connections

    if not fits(1):
        raise ValueError("no room")
    low, high = 1, max_connections + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
