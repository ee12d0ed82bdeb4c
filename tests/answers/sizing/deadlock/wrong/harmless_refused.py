# verdict: expected .*, seen ValueError.*sensible
# refuses one connection each: "there is no deadlock to ask about"
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    if each == 1:
        raise ValueError("can't lock each other out")
    return tasks * (each - 1) + 1
