# verdict: is not defined \(line \d+ of the cell\); an answer is examined alone, so what it uses must stand in its cell\. Large pools, and what is senseless, were not asked\.
# Calls the waiting of the cell above.
def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    return share * seconds / (connections - per_second * seconds)
