# verdict: expected .*, seen ValueError.*sensible
# refuses when each is larger than tasks
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if each > tasks:
        raise ValueError("more connections than tasks")
    return tasks * (each - 1) + 1
