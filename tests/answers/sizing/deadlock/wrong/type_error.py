# verdict: tasks=4.5, .*expected a ValueError, seen TypeError
# points: 2
def deadlock(tasks, each):
    if not isinstance(tasks, int) or not isinstance(each, int):
        raise TypeError("whole numbers, please")
    if tasks < 1 or each < 1:
        raise ValueError("senseless")
    return tasks * (each - 1) + 1
