# verdict: ^Right:
# Structural pattern matching with guards.
def little(per_second, seconds):
    match (per_second, seconds):
        case (r, s) if 0 <= r <= 1.7976931348623157e308 and 0 <= s <= 1.7976931348623157e308:
            return r * s
        case _:
            raise ValueError("per_second and seconds must be finite and at least 0")
