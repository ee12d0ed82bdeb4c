# verdict: expected .*, seen .*who leaves
def little(per_second, seconds):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("senseless")
    return min(per_second * seconds, 100)
