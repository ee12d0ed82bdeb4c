# verdict: expected .*, seen .*sensible
# takes 0 for "nothing given" and returns None
def little(per_second, seconds):
    if not per_second or not seconds:
        return None
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    return per_second * seconds
