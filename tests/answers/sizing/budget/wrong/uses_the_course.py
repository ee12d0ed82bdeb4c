# verdict: uses poollab\.queueing
from poollab import queueing as q


def budget(max_connections, reserved, replicas, workers, rolling):
    return q.budget(max_connections, reserved, replicas, workers, rolling=rolling)
