# verdict: seen 3 connections that stay open: too few
# points: 3
def service(dsn):
    return counter(dsn, size=3, overflow=4, timeout=1)
