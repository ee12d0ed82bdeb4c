# verdict: ^Right
# a dataclass with properties, future annotations
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    rate: float
    hold: float
    size: int

    def check(self) -> Pool:
        numbers = (self.rate, self.hold, self.size)
        if not all(map(math.isfinite, numbers)):
            raise ValueError(self)
        if min(self.rate, self.hold) < 0 or self.size < 1 or self.size != int(self.size):
            raise ValueError(self)
        if self.busy >= self.size:
            raise ValueError(self)
        return self

    @property
    def busy(self) -> float:
        return self.rate * self.hold

    @property
    def share(self) -> float:
        b = 1.0
        for k in range(1, self.size + 1):
            b = self.busy * b / (k + self.busy * b)
        return b / (1 - self.busy / self.size * (1 - b))

    @property
    def wait(self) -> float:
        return self.share * self.hold / (self.size - self.busy)


def mean_wait(per_second: float, seconds: float, connections: int) -> float:
    return Pool(per_second, seconds, connections).check().wait
