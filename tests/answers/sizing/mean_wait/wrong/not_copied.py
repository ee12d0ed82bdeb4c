# verdict: \w
# Calls the waiting of the cell above.
def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    return share * seconds / (connections - per_second * seconds)
