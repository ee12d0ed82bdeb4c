# verdict: expected .*, seen .*experiment
# counts all but one task as complete
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    return (tasks - 1) * each + 1
