# verdict: expected \d+, seen
def deadlock(tasks, each):
    if tasks < 1 or each < 1 or tasks % 1 or each % 1:
        raise ValueError("senseless")
    return max(tasks, each) + 1
