# verdict: returns None, and should return the app
def service(dsn):
    counter(dsn, size=4, overflow=3, timeout=1)
