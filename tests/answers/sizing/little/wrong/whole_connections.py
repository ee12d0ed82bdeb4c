# verdict: \w
# There are no half connections, so it rounds up.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    return math.ceil(per_second * seconds)
