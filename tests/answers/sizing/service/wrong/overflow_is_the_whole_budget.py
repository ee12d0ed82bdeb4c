# verdict: seen 11 connections, and that is too many
# points: 2
def service(dsn):
    return counter(dsn, size=4, overflow=7, timeout=1)
