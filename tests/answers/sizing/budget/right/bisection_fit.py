# verdict: ^Right:
# Bisects for the largest size that fits.
def budget(max_connections, reserved, replicas, workers, rolling):
    def thing(x, least=1):
        if x < least or x != math.floor(x):
            raise ValueError(f"senseless: {x}")

    thing(max_connections)
    thing(reserved, 0)
    thing(replicas)
    thing(workers)
    generations = 2 if rolling else 1

    def fits(size):
        return size * workers * replicas * generations + reserved <= max_connections

    if not fits(1):
        raise ValueError("no room")
    good, bad = 1, max_connections + 1
    while bad - good > 1:
        middle = (good + bad) // 2
        if fits(middle):
            good = middle
        else:
            bad = middle
    return good
