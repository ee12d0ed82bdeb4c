# verdict: expected 4, seen 6
def deadlock(tasks, each):
    if tasks < 1 or each < 1 or tasks % 1 or each % 1:
        raise ValueError("senseless")
    return tasks * each
