# verdict: ^Right:
# One connection each as a case of its own, the others by the formula; match.
def deadlock(tasks, each):
    match tasks, each:
        case int(), int() if tasks > 0 and each > 0:
            pass
        case _:
            raise ValueError("senseless")
    if each == 1:
        return 1
    if tasks == 1:
        return each
    return (each - 1) * tasks + 1
