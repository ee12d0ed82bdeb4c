# verdict: ^Right:
# Takes the remainder off first, then divides; the float is made an int.
def budget(max_connections, reserved, replicas, workers, rolling):
    if any(x < 1 or x % 1 for x in (max_connections, replicas, workers)) or reserved < 0 or reserved % 1:
        raise ValueError("senseless")
    if reserved >= max_connections:
        raise ValueError("all reserved")
    free = max_connections - reserved
    pools = replicas * workers
    if rolling:
        pools += replicas * workers
    even = free - free % pools
    if even == 0:
        raise ValueError("too many pools")
    return int(even / pools)
