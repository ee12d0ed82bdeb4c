# verdict: \w
# Returns an exact Fraction.
from fractions import Fraction


def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError("senseless")
    return Fraction(per_second) * Fraction(seconds)
