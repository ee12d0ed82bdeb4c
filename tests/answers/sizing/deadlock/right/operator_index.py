# verdict: ^Right:
# Operator.index instead of a remainder, its TypeError translated.
import operator


def deadlock(tasks, each):
    try:
        tasks, each = operator.index(tasks), operator.index(each)
    except TypeError as error:
        raise ValueError("must be whole") from error
    if tasks < 1 or each < 1:
        raise ValueError("must be at least 1")
    held_at_worst = (each - 1) * tasks
    return held_at_worst + 1
