# verdict: ^Right:
# The given counter with 4, 3 and 1 second.
def service(dsn):
    return counter(dsn, size=4, overflow=3, timeout=1)
