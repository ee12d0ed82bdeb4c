# verdict: workers=\d+, rolling=\w+\): expected a ValueError, seen the result
# points: 3
# Looks whether the number of pools is whole, not whether replicas and workers are.
def budget(max_connections, reserved, replicas, workers, rolling):
    if max_connections < 1 or max_connections % 1 or reserved < 0 or reserved % 1:
        raise ValueError("senseless")
    pools = replicas * workers
    if replicas < 1 or workers < 1 or pools % 1:
        raise ValueError("senseless")
    if rolling:
        pools *= 2
    size = int((max_connections - reserved) // pools)
    if size < 1:
        raise ValueError("nothing left")
    return size
