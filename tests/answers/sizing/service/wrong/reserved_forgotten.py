# verdict: seen 8 connections, and that is too many
# points: 2
# the budget from 100 instead of 90: eight, so overflow 4
def service(dsn):
    return counter(dsn, size=4, overflow=100 // 12 - 4, timeout=1)
