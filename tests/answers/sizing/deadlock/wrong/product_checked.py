# verdict: deadlock\(tasks=\-1, each=\-1\): expected a ValueError, seen the result \d+\. Look at each value for itself: what becomes of both together may look sensible\.
# points: 2
# One check for the product of the two.
def deadlock(tasks, each):
    wanted = tasks * each
    if wanted < 1 or wanted % 1:
        raise ValueError("senseless")
    return int(wanted - tasks + 1)
