# verdict: line 2 is no Python|line 3 is no Python
def little(per_second, seconds)
    return per_second * seconds
