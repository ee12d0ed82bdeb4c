# verdict: expected .*, seen ValueError.*sensible
# wants a whole number of requests in a second
def little(per_second, seconds):
    for x in (per_second, seconds):
        if not math.isfinite(x) or x < 0:
            raise ValueError(x)
    if per_second % 1:
        raise ValueError("half a request?")
    return per_second * seconds
