# verdict: expected a ValueError, seen the result.*below 1, or not whole
# points: 2
# looks at the result: two senseless numbers make a sensible one
def deadlock(tasks, each):
    pool = tasks * (each - 1) + 1
    if pool < 1 or pool % 1:
        raise ValueError(pool)
    return int(pool)
