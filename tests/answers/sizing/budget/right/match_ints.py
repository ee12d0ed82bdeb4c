# verdict: ^Right
# match with class patterns, own subclass of ValueError
class Impossible(ValueError):
    pass


def budget(max_connections, reserved, replicas, workers, rolling):
    match max_connections, reserved, replicas, workers:
        case int(m), int(r), int(p), int(w) if m > 0 <= r and p > 0 < w:
            pools = p * w << int(rolling)
        case _:
            raise Impossible("numbers of things are whole")
    if (size := (m - r) // pools) >= 1:
        return size
    raise Impossible("no connection for each pool")
