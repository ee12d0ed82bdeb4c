# verdict: tasks=4.5, .*expected a ValueError, seen the result
# points: 2
def deadlock(tasks, each):
    tasks, each = int(tasks), int(each)
    if tasks < 1 or each < 1:
        raise ValueError("senseless")
    return tasks * (each - 1) + 1
