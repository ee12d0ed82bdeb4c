# verdict: ^Right:
# The formula, one check per argument.
def deadlock(tasks, each):
    for number in (tasks, each):
        if number < 1 or number % 1 != 0:
            raise ValueError(f"senseless: {number}")
    return tasks * (each - 1) + 1
