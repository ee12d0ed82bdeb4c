# verdict: ^Right
# counts the pools of the old and of the new replicas
def budget(max_connections, reserved, replicas, workers, rolling):
    def check(name, value, lowest=1):
        whole = value == value and abs(value) != math.inf and int(value) == value
        if not whole or value < lowest:
            raise ValueError(f"{name}: {value}")

    check("max_connections", max_connections)
    check("reserved", reserved, lowest=0)
    check("replicas", replicas)
    check("workers", workers)
    old = replicas * workers
    new = replicas * workers if rolling else 0
    ours = max_connections - reserved
    quotient = (ours - ours % (old + new)) // (old + new)
    if quotient < 1:
        raise ValueError("too small a server")
    return quotient
