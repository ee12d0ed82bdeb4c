# verdict: there is no function little
def littles_law(per_second, seconds):
    return per_second * seconds
