def service(dsn):
    return counter(dsn, size=4, overflow=3, timeout=1)
