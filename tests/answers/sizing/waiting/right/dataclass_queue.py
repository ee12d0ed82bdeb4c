# verdict: ^Right
# a class with properties for the load and both formulas
from dataclasses import dataclass
from functools import cached_property


@dataclass
class Queue:
    per_second: float
    seconds: float
    connections: int

    def __post_init__(self):
        for x in (self.per_second, self.seconds):
            if not math.isfinite(x) or x < 0:
                raise ValueError(self)
        if self.connections < 1 or self.connections != round(self.connections):
            raise ValueError(self)
        if self.load >= self.connections:
            raise ValueError(self)

    @cached_property
    def load(self):
        return self.per_second * self.seconds

    @cached_property
    def b(self):
        b, k = 1.0, 0
        while k < self.connections:
            k += 1
            b = self.load * b / (k + self.load * b)
        return b

    @property
    def c(self):
        return self.b / (1 - self.load / self.connections * (1 - self.b))


def waiting(per_second, seconds, connections):
    if not math.isfinite(connections):
        raise ValueError("connections")
    return Queue(per_second, seconds, connections).c
