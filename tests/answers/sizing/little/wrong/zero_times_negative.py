# verdict: expected a ValueError, seen the result.*for itself
# points: 1
# product below 0, or both below 0: the pair of 0 and a negative slips through
def little(per_second, seconds):
    busy = per_second * seconds
    both = per_second < 0 and seconds < 0
    if both or busy < 0 or not math.isfinite(busy):
        raise ValueError("senseless")
    return busy
