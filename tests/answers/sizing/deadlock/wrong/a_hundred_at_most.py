# verdict: expected .*, seen .*All hold
# never says more than the server's usual 100
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    return min(tasks * (each - 1) + 1, 100)
