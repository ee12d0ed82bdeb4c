# verdict: ^Right
def deadlock(tasks: int, each: int) -> int:
    match tasks, each:
        case int(t), int(e) if t > 0 and e > 0:
            return 1 + t * (e - 1)
        case _:
            raise ValueError(f"{tasks=}, {each=}")
