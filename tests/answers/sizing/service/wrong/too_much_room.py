# verdict: seen 5 connections that stay open: more than
# points: 3
def service(dsn):
    return counter(dsn, size=5, overflow=2, timeout=1)
