def deadlock(tasks, each):
    for number in (tasks, each):
        if number < 1 or number != int(number):
            raise ValueError(f"{number} is no number of tasks or connections")
    return tasks * (each - 1) + 1
