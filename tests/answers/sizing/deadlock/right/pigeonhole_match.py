# verdict: ^Right
# match, and the formula as "all, minus the last of each, plus one"
def deadlock(tasks, each):
    match (tasks, each):
        case (int(t), int(e)) if t > 0 and e > 0:
            everything = t * e
            last_ones = t
            return everything - last_ones + 1
        case _:
            raise ValueError(f"{tasks=}, {each=}")
