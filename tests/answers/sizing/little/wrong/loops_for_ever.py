# verdict: no result within 5 seconds
def little(per_second, seconds):
    here = 0
    while here < per_second * seconds:
        pass
    return here
