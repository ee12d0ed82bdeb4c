# verdict: ^Right
import operator


def deadlock(tasks, each):
    try:
        tasks, each = operator.index(tasks), operator.index(each)
    except TypeError as error:
        raise ValueError("not whole") from error
    if tasks <= 0 or each <= 0:
        raise ValueError("below 1")
    return sum(each - 1 for _ in range(tasks)) + 1
