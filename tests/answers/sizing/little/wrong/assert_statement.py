# verdict: \): expected a ValueError, seen AssertionError \(line \d+ of the cell\)\. A rate or a time is a finite number from \d+ up; nan and inf are not\.
# points: 1
# Says it with assert.
def little(per_second, seconds):
    assert math.isfinite(per_second) and per_second >= 0
    assert math.isfinite(seconds) and seconds >= 0
    return per_second * seconds
