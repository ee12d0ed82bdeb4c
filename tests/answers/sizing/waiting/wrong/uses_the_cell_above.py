# verdict: seen NameError: name 'little' is not defined
def waiting(per_second, seconds, connections):
    a = little(per_second, seconds)
    b = 1.0
    for k in range(1, connections + 1):
        b = a * b / (k + a * b)
    return b / (1 - a / connections * (1 - b))
