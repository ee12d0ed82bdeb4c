# verdict: lasts for 0.3 s: expected that those who find no connection wait, seen some answered 503 before
# points: 2
def service(dsn):
    return counter(dsn, size=4, overflow=3, timeout=0.05)
