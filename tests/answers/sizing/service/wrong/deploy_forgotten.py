# verdict: seen 15 connections of this worker, and that is more
# points: 2
def service(dsn):
    return counter(dsn, size=4, overflow=11, timeout=1)
