# verdict: ^Right:
# Postponed annotations, a NamedTuple as the load, methods for each formula.
from __future__ import annotations

from functools import reduce
from typing import NamedTuple


class Load(NamedTuple):
    per_second: float
    seconds: float

    @property
    def busy(self) -> float:
        return self.per_second * self.seconds

    def checked(self, connections: int) -> Load:
        for x in self:
            if not math.isfinite(x) or x < 0:
                raise ValueError(f"senseless: {x}")
        if not (connections >= 1 and connections % 1 == 0):
            raise ValueError(f"senseless: {connections}")
        if self.busy >= connections:
            raise ValueError("overload")
        return self

    def blocked(self, n: int) -> float:
        return reduce(lambda b, k: self.busy * b / (k + self.busy * b), range(1, n + 1), 1.0)

    def delayed(self, n: int) -> float:
        b = self.blocked(n)
        return b / (1 - self.busy / n * (1 - b))


def mean_wait(per_second: float, seconds: float, connections: int) -> float:
    load = Load(per_second, seconds).checked(connections)
    return load.delayed(connections) * load.seconds / (connections - load.busy)
