# verdict: ^Right:
# A checking decorator around a lambda.
import functools


def numbers_of_things(function):
    @functools.wraps(function)
    def checked(tasks, each):
        for value in (tasks, each):
            if not (math.isfinite(value) and value >= 1 and value == int(value)):
                raise ValueError(f"{value} is no number of things")
        return function(tasks, each)

    return checked


deadlock = numbers_of_things(lambda tasks, each: int(tasks) * (int(each) - 1) + 1)
