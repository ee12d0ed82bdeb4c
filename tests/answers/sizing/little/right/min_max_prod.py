# verdict: ^Right:
# One check for both: the finite test with all(), then min(), and math.prod.
def little(per_second, seconds):
    both = (per_second, seconds)
    if not all(map(math.isfinite, both)) or min(both) < 0:
        raise ValueError("rates and times are finite and not below 0")
    return math.prod(both)
