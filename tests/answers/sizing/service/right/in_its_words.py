# verdict: ^Right
def service(dsn):
    size, most = 4, (100 - 10) // (3 * 2 * 2)
    return counter(dsn, size, most - size, 1.4)
