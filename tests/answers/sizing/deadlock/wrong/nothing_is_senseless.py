# verdict: expected a ValueError, seen the result
# points: 2
def deadlock(tasks, each):
    return tasks * (each - 1) + 1
