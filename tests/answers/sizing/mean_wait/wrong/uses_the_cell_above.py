# verdict: expected 0.852632, seen NameError: name 'waiting' is not defined
def mean_wait(per_second, seconds, connections):
    share = waiting(per_second, seconds, connections)
    return share * seconds / (connections - per_second * seconds)
