# verdict: \w
# Refuses 0 as well.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x <= 0:
            raise ValueError("must be positive")
    return per_second * seconds
