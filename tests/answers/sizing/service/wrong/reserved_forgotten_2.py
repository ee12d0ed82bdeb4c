# verdict: seen \d+ connections, and that is too many\. What do size and overflow come to together, in the worst moment, and what is the budget\? The jam was not tried\.
# points: 2
# Forgets the ten reserved connections: 100 // 12 is 8.
def service(dsn):
    each = 100 // (3 * 2 * 2)
    return counter(dsn, size=4, overflow=each - 4, timeout=1)
