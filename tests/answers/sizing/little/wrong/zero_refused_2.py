# verdict: \): expected \d+, seen ValueError: must be positive \(line \d+ of the cell\)\. These values are sensible\. Nobody comes: \d+ is a sensible rate\. What is senseless was not asked\.
# Refuses 0 as well.
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x <= 0:
            raise ValueError("must be positive")
    return per_second * seconds
