# verdict: seen 15 connections, and that is too many
def service(dsn):
    return counter(dsn, size=5, overflow=10, timeout=30)
