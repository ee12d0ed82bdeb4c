# verdict: ^Right
class Senseless(ValueError):
    """No rate and no time."""


def little(per_second: float, seconds: float) -> float:
    if any(math.isnan(x) or math.isinf(x) or x < 0 for x in (per_second, seconds)):
        raise Senseless(per_second, seconds)
    return float(per_second) * float(seconds)
