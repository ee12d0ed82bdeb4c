# verdict: deadlock\(tasks=\d+, each=\d+\): expected \d+, seen ValueError: nothing is taken while holding one \(line \d+ of the cell\)\. These values are sensible\. Who needs only one holds nothing while waiting\. What is senseless was not asked\.
# One connection each can't lock, so the question is refused as senseless.
def deadlock(tasks, each):
    if tasks < 1 or tasks % 1:
        raise ValueError("tasks")
    if each < 2 or each % 1:
        raise ValueError("nothing is taken while holding one")
    return tasks * (each - 1) + 1
