def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved + 1, replicas, workers):
        if number < 1 or number != int(number):
            raise ValueError(f"senseless: {number}")
    pools = replicas * workers * (2 if rolling else 1)
    each = (max_connections - reserved) // pools
    if each < 1:
        raise ValueError(f"not one connection for each of {pools} pools")
    return each
