# verdict: expected a ValueError, seen the result -.* A rate or a time
# points: 1
def little(per_second, seconds):
    return per_second * seconds
