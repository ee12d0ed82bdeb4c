# verdict: ^Right
from fractions import Fraction

def waiting(per_second, seconds, connections):
    if not (0 <= per_second < math.inf and 0 <= seconds < math.inf):
        raise ValueError("no rate, no time")
    if connections < 1 or connections % 1:
        raise ValueError("no number of connections")
    a, n = per_second * seconds, connections
    if a >= n:
        raise ValueError("the queue grows for ever")
    a = Fraction(str(per_second)) * Fraction(str(seconds))
    term, total = Fraction(1), Fraction(0)
    for k in range(n):
        total += term
        term = term * a / (k + 1)
    last = term * n / (n - a)
    return float(last / (total + last))
