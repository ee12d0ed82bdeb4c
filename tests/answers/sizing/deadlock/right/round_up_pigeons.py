# verdict: ^Right:
# Pigeonholes: the smallest pool that, spread evenly over the tasks, fills one of them (by bisect with a key).
from bisect import bisect_left


def deadlock(tasks, each):
    if tasks % 1 or each % 1 or tasks < 1 or each < 1:
        raise ValueError("senseless numbers")
    pools = range(1, tasks * each + 1)
    place = bisect_left(pools, each, key=lambda pool: -(-pool // tasks))
    return pools[place]
