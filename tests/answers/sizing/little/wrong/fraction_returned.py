# verdict: which is no int and no float\. How many have come, since the one who leaves now came in\? What is senseless was not asked\.
# Returns an exact Fraction.
from fractions import Fraction


def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    return Fraction(per_second) * Fraction(seconds)
