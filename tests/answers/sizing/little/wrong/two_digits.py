# verdict: expected .*, seen .*rounded
# rounds to two digits "for display"
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    return round(per_second * seconds, 2)
