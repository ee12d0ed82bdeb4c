def little(per_second, seconds):
    for amount in (per_second, seconds):
        if not 0 <= amount < math.inf:
            raise ValueError(f"{amount} is no rate and no time")
    return per_second * seconds
