# verdict: seen 15 connections of this worker, and that is more
def service(dsn):
    return counter(dsn, size=5, overflow=10, timeout=30)
