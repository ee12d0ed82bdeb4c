# verdict: expected a ValueError, seen the result
# points: 1
def little(per_second, seconds):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        return ValueError("senseless")
    return per_second * seconds
