# verdict: each=\d+\): expected a ValueError, seen the result \d+\. Here a number is senseless if it is below \d+, or not whole\.
# points: 2
# Cuts fractions off with int() before it checks.
def deadlock(tasks, each):
    tasks, each = int(tasks), int(each)
    if tasks < 1 or each < 1:
        raise ValueError("senseless")
    return tasks * (each - 1) + 1
