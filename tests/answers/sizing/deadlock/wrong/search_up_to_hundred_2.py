# verdict: \. All hold all but their last: how many are out\? And what does it take then\? What is senseless was not asked\.
# Tries pools from 1 to 100, and returns 100 if none of them is safe.
def deadlock(tasks, each):
    for x in (tasks, each):
        if x < 1 or x % 1:
            raise ValueError("senseless")
    pool = 1
    while pool < 100:
        if pool - tasks * (each - 1) >= 1:
            break
        pool += 1
    return pool
