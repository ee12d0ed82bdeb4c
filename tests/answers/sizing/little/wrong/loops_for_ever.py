# verdict: no answer within
def little(per_second, seconds):
    here = 0
    while here < per_second * seconds:
        pass
    return here
