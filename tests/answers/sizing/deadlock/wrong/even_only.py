# verdict: expected .*, seen .*All hold
# thinks in pairs: half of the tasks get all, the others nothing
def deadlock(tasks, each):
    for number in (tasks, each):
        if not isinstance(number, int) or number < 1:
            raise ValueError(number)
    return max(each, math.ceil(tasks / 2) * each) if each > 1 else 1
