# verdict: expected .*, seen .*holds nothing
# thinks that one connection each needs as many as tasks
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if each == 1:
        return tasks
    return tasks * (each - 1) + 1
