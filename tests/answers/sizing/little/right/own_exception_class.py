# verdict: ^Right:
# Raises a subclass of ValueError.
class Senseless(ValueError):
    """Somebody asks for nonsense."""


def little(per_second: float, seconds: float) -> float:
    if any(not math.isfinite(x) or x < 0 for x in (per_second, seconds)):
        raise Senseless(f"little({per_second!r}, {seconds!r})")
    return float(per_second * seconds)
