# verdict: seen 7 connections that stay open: more than
# points: 3
def service(dsn):
    return counter(dsn, size=7, overflow=0, timeout=1)
