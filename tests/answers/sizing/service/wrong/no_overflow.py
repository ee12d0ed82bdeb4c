# verdict: seen 4 served at once.*not one more .*room for more
# points: 2
def service(dsn):
    return counter(dsn, size=4, overflow=0, timeout=1)
