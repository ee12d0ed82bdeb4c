# verdict: deadlock\(tasks=\d+, each=\d+\): expected a ValueError, seen the result \d+\. Here a number is senseless if it is below \d+, or not whole\.
# points: 2
# Refuses negative numbers of tasks only, 0 tasks need a pool of 1.
def deadlock(tasks, each):
    if tasks < 0 or tasks % 1 or each < 1 or each % 1:
        raise ValueError("senseless")
    return tasks * (each - 1) + 1
