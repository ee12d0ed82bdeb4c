# verdict: before, and not one more came\. The budget has room for more\. What do size and overflow come to together\? The jam was not tried\.
# points: 2
# Leaves one connection of the budget unused, to be on the safe side.
def service(dsn):
    each = (100 - 10) // (3 * 2 * 2)
    return counter(dsn, size=4, overflow=each - 4 - 1, timeout=1)
