# verdict: \. All hold all but their last: how many are out\? And what does it take then\? What is senseless was not asked\.
# Tasks and each added: right for two connections each only.
def deadlock(tasks, each):
    for x in (tasks, each):
        if x < 1 or x % 1:
            raise ValueError("senseless")
    return tasks + each - 1
