# verdict: \): expected a ValueError, seen
# points: 1
# Says it with assert.
def little(per_second, seconds):
    assert math.isfinite(per_second) and per_second >= 0
    assert math.isfinite(seconds) and seconds >= 0
    return per_second * seconds
