# verdict: Expected 3 answers of status 503, seen none .*How long
# points: 5
def service(dsn):
    return counter(dsn, size=4, overflow=3, timeout=30)
