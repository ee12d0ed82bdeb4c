# verdict: found it by experiment\. What is senseless was not asked\.
# Gives everybody all that he may want.
def deadlock(tasks, each):
    for x in (tasks, each):
        if x < 1 or x % 1:
            raise ValueError("senseless")
    return tasks * each
