# verdict: \): expected a ValueError, seen the result nan\. A rate or a time is a finite number from \d+ up; nan and inf are not\.
# points: 3
# Leaves infinity to the comparison of a with n; but inf times 0 is nan.
def waiting(per_second, seconds, connections):
    if math.isnan(per_second) or math.isnan(seconds) or per_second < 0 or seconds < 0:
        raise ValueError("senseless")
    if connections < 1 or connections % 1:
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:  # an infinite rate ends here, too
        raise ValueError("overload")
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
