# verdict: ^Right:
# One task has all of its connections, each other one lacks its last.
def deadlock(tasks, each):
    if any(x < 1 or x != math.floor(x) for x in (tasks, each)):
        raise ValueError("senseless")
    others = tasks - 1
    return each + others * (each - 1)
