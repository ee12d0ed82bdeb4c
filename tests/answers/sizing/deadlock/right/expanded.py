# verdict: ^Right
# the formula multiplied out, whole by the remainder
def deadlock(tasks, each):
    if tasks % 1 or each % 1:
        raise ValueError("not whole")
    if tasks < 1 or each < 1:
        raise ValueError("below one")
    return tasks * each - tasks + 1
