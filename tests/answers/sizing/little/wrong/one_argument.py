# verdict: seen TypeError
def little(load):
    return load[0] * load[1]
