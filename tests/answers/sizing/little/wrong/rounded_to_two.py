# verdict: \. That looks rounded: nobody asked for it\. What is senseless was not asked\.
# Rounds for a nice output.
def little(per_second, seconds):
    if not (math.isfinite(per_second) and math.isfinite(seconds)) or per_second < 0 or seconds < 0:
        raise ValueError("senseless")
    return round(per_second * seconds, 2)
