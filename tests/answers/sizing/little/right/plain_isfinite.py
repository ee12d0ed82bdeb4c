# verdict: ^Right:
# The straightforward form, a check per argument and one multiplication.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(f"senseless: {x}")
    return per_second * seconds
