# verdict: ^Right
# Erlang B by recursion, 400 deep at most.
def erlang_b(a, n):
    if n == 0:
        return 1.0
    before = a * erlang_b(a, n - 1)
    return before / (n + before)


def waiting(per_second, seconds, connections):
    if not (math.isfinite(per_second) and math.isfinite(seconds)):
        raise ValueError("not finite")
    if per_second < 0 or seconds < 0 or connections < 1 or connections != math.floor(connections):
        raise ValueError("senseless")
    a = per_second * seconds
    if a >= connections:
        raise ValueError("overloaded")
    b = erlang_b(a, connections)
    return b / (1 - a / connections * (1 - b))
