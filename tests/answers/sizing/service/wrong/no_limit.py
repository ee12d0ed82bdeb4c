# verdict: seen (2\d|30) connections, and that is too many
def service(dsn):
    return counter(dsn, size=0, overflow=0, timeout=1)
