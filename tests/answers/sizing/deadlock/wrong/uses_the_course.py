# verdict: uses poollab\.queueing
from poollab.queueing import *


def deadlock(tasks, each):
    return deadlock_bound(tasks, each)
