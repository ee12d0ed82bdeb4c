# verdict: clients give up, after 2 seconds, seen none\. How long
# points: 5
def service(dsn):
    return counter(dsn, size=4, overflow=3, timeout=2)
