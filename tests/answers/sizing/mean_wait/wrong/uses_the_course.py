# verdict: uses poollab\.queueing
from poollab.queueing import mean_wait as ready


def mean_wait(per_second, seconds, connections):
    return ready(per_second, seconds, connections)
