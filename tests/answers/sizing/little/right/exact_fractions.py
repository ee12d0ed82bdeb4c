# verdict: ^Right
from fractions import Fraction


def little(per_second, seconds):
    try:
        rate, time = Fraction(per_second), Fraction(seconds)
    except OverflowError as error:  # an infinity
        raise ValueError("not finite") from error
    if min(rate, time) < 0:
        raise ValueError("negative")
    return float(rate * time)
