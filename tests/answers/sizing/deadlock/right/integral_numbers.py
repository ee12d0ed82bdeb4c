# verdict: ^Right
from numbers import Integral


def deadlock(tasks, each):
    if not isinstance(tasks, Integral) or not isinstance(each, Integral) or min(tasks, each) < 1:
        raise ValueError("whole numbers from 1 up")
    return tasks * each - tasks + 1
