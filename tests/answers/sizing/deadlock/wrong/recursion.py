# verdict: expected .*, seen RecursionError
# adds task by task, recursively: too deep for many tasks
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if tasks == 1:
        return each
    return each - 1 + deadlock(tasks - 1, each)
