# verdict: expected .*, seen .*All hold
# tries the pools 1 to 100, as if there were no larger one
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    for pool in range(1, 101):
        if pool > tasks * (each - 1):
            return pool
