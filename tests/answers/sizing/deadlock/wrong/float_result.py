# verdict: \. Connections are counted: return a whole number, an int\. What is senseless was not asked\.
# Divides and multiplies back, so the result is a float.
def deadlock(tasks, each):
    for x in (tasks, each):
        if x < 1 or x % 1:
            raise ValueError("senseless")
    lacking_one = (each - 1) / each
    return round(tasks * each * lacking_one) + 1.0
