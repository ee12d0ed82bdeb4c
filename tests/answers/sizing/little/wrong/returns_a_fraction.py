# verdict: expected .*, seen .*who leaves
from fractions import Fraction


def little(per_second, seconds):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("senseless")
    return Fraction(per_second) * Fraction(seconds)
