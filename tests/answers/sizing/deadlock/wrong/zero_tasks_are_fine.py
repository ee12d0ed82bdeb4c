# verdict: tasks=0, each=3\): expected a ValueError, seen the result 1
# points: 2
def deadlock(tasks, each):
    if tasks < 0 or each < 0 or tasks % 1 or each % 1:
        raise ValueError("senseless")
    return tasks * (each - 1) + 1
