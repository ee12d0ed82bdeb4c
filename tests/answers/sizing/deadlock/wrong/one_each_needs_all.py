# verdict: Who needs only one
# With one connection each it gives everybody one.
def deadlock(tasks, each):
    for x in (tasks, each):
        if x < 1 or x % 1:
            raise ValueError("senseless")
    if each == 1:
        return tasks
    return tasks * (each - 1) + 1
