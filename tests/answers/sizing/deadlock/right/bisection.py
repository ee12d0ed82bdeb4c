# verdict: ^Right:
# Searches the smallest safe pool by bisection over a predicate.
def deadlock(tasks, each):
    def whole(x):
        if not (x >= 1 and x % 1 == 0):
            raise ValueError(f"not a number of things: {x}")
        return x

    tasks, each = whole(tasks), whole(each)

    def can_lock(pool):
        # all connections out, and nobody has got his last one
        return pool <= tasks * (each - 1)

    low, high = 1, tasks * each
    while low < high:
        middle = (low + high) // 2
        if can_lock(middle):
            low = middle + 1
        else:
            high = middle
    return low
