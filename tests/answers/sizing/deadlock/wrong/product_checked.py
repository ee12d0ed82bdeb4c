# verdict: \w
# points: 2
# One check for the product of the two.
def deadlock(tasks, each):
    wanted = tasks * each
    if wanted < 1 or wanted % 1:
        raise ValueError("senseless")
    return int(wanted - tasks + 1)
