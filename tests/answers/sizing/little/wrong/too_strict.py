# verdict: seen ValueError: nobody holds a connection for so long \(line \d+ of the cell\)\. These values are sensible\. How many have come, since the one who leaves now came in\? What is senseless was not asked\.
# Finds requests of more than a minute senseless, too.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    if seconds > 60:
        raise ValueError("nobody holds a connection for so long")
    return per_second * seconds
