# verdict: That looks rounded|little\(per_second=\S+, seconds=\S+\): expected \S+, seen \S+\. How many have come, since the one who leaves now came in\?
# There are no half connections, so it rounds up.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    return math.ceil(per_second * seconds)
