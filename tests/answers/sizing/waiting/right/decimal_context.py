# verdict: ^Right
# Decimal with 40 digits inside, a float at the end; the product of the decimal digits is compared exactly.
from decimal import Decimal, localcontext


def waiting(per_second, seconds, connections):
    rate, time = Decimal(str(per_second)), Decimal(str(seconds))
    if not (rate.is_finite() and time.is_finite()) or rate < 0 or time < 0:
        raise ValueError("rate or time")
    if connections < 1 or connections % 1 != 0:
        raise ValueError("connections")
    with localcontext() as context:
        context.prec = 40
        a = rate * time
        if a >= connections:
            raise ValueError("overload")
        b = Decimal(1)
        for k in range(1, connections + 1):
            b = a * b / (k + a * b)
        return float(b / (1 - a / connections * (1 - b)))
