# verdict: \w
# points: 3
# Size 3, the rest of the seven as overflow.
def service(dsn):
    return counter(dsn, size=3, overflow=4, timeout=1)
