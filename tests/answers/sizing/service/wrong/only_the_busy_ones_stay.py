# verdict: seen 2 connections that stay open: too few
# points: 3
def service(dsn):
    return counter(dsn, size=2, overflow=5, timeout=1)
