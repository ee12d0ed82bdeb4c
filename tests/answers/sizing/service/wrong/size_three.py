# verdict: When the rush is over, seen \d+ connections that stay open: too few for usual hours, where at most one request in five is to wait\. Which setting says how many are kept\? The jam was not tried\.
# points: 3
# Size 3, the rest of the seven as overflow.
def service(dsn):
    return counter(dsn, size=3, overflow=4, timeout=1)
