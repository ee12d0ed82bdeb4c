# verdict: ^Right:
# From the other side: all that they want, less one for each task, and one more.
def deadlock(tasks, each):
    if not isinstance(tasks, int) or not isinstance(each, int):
        raise ValueError("whole numbers, please")
    if min(tasks, each) < 1:
        raise ValueError("at least one")
    return tasks * each - tasks + 1
