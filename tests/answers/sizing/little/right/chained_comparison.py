# verdict: ^Right:
# No isfinite: a chained comparison is false for nan, for infinities and below 0.
def little(per_second, seconds):
    if not 0 <= per_second < float("inf"):
        raise ValueError("per_second")
    if not 0 <= seconds < float("inf"):
        raise ValueError("seconds")
    return seconds * per_second
