# verdict: reserved=\d+, replicas=\d+, workers=\d+, rolling=\w+\): expected \d+, seen ValueError: senseless \(line \d+ of the cell\)\. These values are sensible\. Reserved may be \d+\. A deploy was not asked\. What is senseless was not asked\.
# Refuses a reserve of 0 like the other numbers.
def budget(max_connections, reserved, replicas, workers, rolling):
    for number in (max_connections, reserved, replicas, workers):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    size = (max_connections - reserved) // (replicas * workers * (1 + rolling))
    if size < 1:
        raise ValueError("nothing left")
    return size
