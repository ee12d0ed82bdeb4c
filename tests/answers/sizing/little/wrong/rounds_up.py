# verdict: expected .*, seen
def little(per_second, seconds):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError
    return math.ceil(per_second * seconds)
