# verdict: expected .*, seen None
def little(per_second, seconds):
    print(per_second * seconds)
