# verdict: ^Right
# ~ for plus and minus one
def deadlock(tasks, each):
    if type(tasks) is not int or type(each) is not int:
        raise ValueError("whole numbers, please")
    if tasks <= 0 or each <= 0:
        raise ValueError("at least one")
    return -~(tasks * ~-each)
