# verdict: ^Right:
# A class with cached properties, lazily reckoned.
from functools import cached_property


class Bar:
    def __init__(self, per_second, seconds, connections):
        if not all(math.isfinite(x) and x >= 0 for x in (per_second, seconds)):
            raise ValueError("rate or time")
        if connections % 1 != 0 or connections < 1:
            raise ValueError("connections")
        self.per_second, self.seconds, self.n = per_second, seconds, connections
        if self.free <= 0:
            raise ValueError("overload")

    @cached_property
    def a(self):
        return self.per_second * self.seconds

    @cached_property
    def free(self):
        return self.n - self.a

    @cached_property
    def blocked(self):
        b = 1.0
        for k in range(self.n):
            b = self.a * b / (k + 1 + self.a * b)
        return b

    @cached_property
    def delayed(self):
        return self.n * self.blocked / (self.free + self.a * self.blocked)

    @cached_property
    def wait(self):
        return self.delayed * self.seconds / self.free


def mean_wait(per_second, seconds, connections):
    return Bar(per_second, seconds, connections).wait
