# verdict: seen 6 served at once.*not one more
# points: 2
def service(dsn):
    return counter(dsn, size=4, overflow=2, timeout=1)
