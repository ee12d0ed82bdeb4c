# verdict: expected a ValueError, seen AssertionError
# points: 1
def little(per_second, seconds):
    assert 0 <= per_second < math.inf and 0 <= seconds < math.inf
    return per_second * seconds
