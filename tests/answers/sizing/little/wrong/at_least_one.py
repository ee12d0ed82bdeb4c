# verdict: expected .*, seen .*who leaves
# at least one connection is always counted
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    return max(1, per_second * seconds)
