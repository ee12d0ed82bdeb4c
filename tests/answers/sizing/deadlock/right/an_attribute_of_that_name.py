# verdict: ^Right
class Restaurant:
    def __init__(self, tasks, each):
        self.queueing = tasks
        self.each = each

    def smallest(self):
        return self.queueing * (self.each - 1) + 1


def deadlock(tasks, each):
    for number in (tasks, each):
        if number < 1 or number % 1:
            raise ValueError("senseless")
    return Restaurant(tasks, each).smallest()
