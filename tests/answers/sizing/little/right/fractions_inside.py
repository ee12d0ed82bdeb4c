# verdict: ^Right:
# Reckons with Fraction, whose constructor refuses nan (ValueError) and inf (OverflowError, translated).
from fractions import Fraction


def little(per_second, seconds):
    try:
        rate, time = Fraction(per_second), Fraction(seconds)
    except OverflowError as error:
        raise ValueError("infinite") from error
    if rate < 0 or time < 0:
        raise ValueError("negative")
    return float(rate * time)
