# verdict: expected \d+, seen .*All hold all but
def deadlock(tasks, each):
    if tasks < 1 or each < 1 or tasks % 1 or each % 1:
        raise ValueError("senseless")
    return tasks + 1
