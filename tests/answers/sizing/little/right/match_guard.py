# verdict: ^Right
# structural pattern matching with guards
def little(per_second, seconds):
    match per_second, seconds:
        case r, s if r >= 0 and s >= 0 and r != math.inf and s != math.inf:
            return r * s
        case _:
            raise ValueError((per_second, seconds))
