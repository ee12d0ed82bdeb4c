# verdict: ^Right
def deadlock(tasks, each):
    if tasks % 1 or each % 1 or tasks < 1 or each < 1:
        raise ValueError("senseless")
    size = 1
    while stuck(size, tasks, each):
        size += 1
    return size


def stuck(size, tasks, each):
    """Return whether tasks that all lack one can have taken the whole pool."""
    return tasks * (each - 1) >= size
