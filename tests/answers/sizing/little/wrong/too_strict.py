# verdict: \w
# Finds requests of more than a minute senseless, too.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if seconds > 60:
        raise ValueError("nobody holds a connection for so long")
    return per_second * seconds
