# verdict: ^Right
# searches the smallest pool with which the worst case is no lock-out
def _locked(pool, tasks, each):
    """Can the tasks hold all of the pool, and each still lack one?"""
    return pool <= tasks * (each - 1)


def deadlock(tasks, each):
    if any(isinstance(n, float) and not n.is_integer() or n < 1 for n in (tasks, each)):
        raise ValueError((tasks, each))
    low, high = 1, tasks * each
    while low < high:
        middle = (low + high) // 2
        if _locked(middle, tasks, each):
            low = middle + 1
        else:
            high = middle
    return low
