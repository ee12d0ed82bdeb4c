# verdict: ^Right
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    room = max_connections - reserved
    pools = replicas * workers
    if rolling:
        pools *= 2
    if room < pools:
        raise ValueError(f"{room} connections for {pools} pools")
    return math.floor(room / pools)
