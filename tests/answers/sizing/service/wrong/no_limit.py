# verdict: seen (2\d|30) connections of this worker, and that is more
def service(dsn):
    return counter(dsn, size=0, overflow=0, timeout=1)
