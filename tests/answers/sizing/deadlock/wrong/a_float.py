# verdict: expected 4, seen 4.0. Connections are counted
def deadlock(tasks, each):
    if tasks < 1 or each < 1 or tasks % 1 or each % 1:
        raise ValueError("senseless")
    return float(tasks * (each - 1) + 1)
