# verdict: ^Right
# Postponed annotations, a slotted dataclass with properties, a generator for B.
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Pool:
    per_second: float
    seconds: float
    connections: int

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) and x >= 0 for x in (self.per_second, self.seconds)):
            raise ValueError(f"senseless rate or time: {self}")
        if not (self.connections >= 1 and self.connections % 1 == 0):
            raise ValueError(f"senseless number: {self}")
        if self.busy >= self.connections:
            raise ValueError(f"the queue would grow for ever: {self}")

    @property
    def busy(self) -> float:
        return self.per_second * self.seconds

    def blocked(self) -> Iterator[float]:
        b = 1.0
        for k in range(1, self.connections + 1):
            b = self.busy * b / (k + self.busy * b)
            yield b

    @property
    def share(self) -> float:
        *_, b = self.blocked()
        return b / (1 - self.busy / self.connections * (1 - b))


def waiting(per_second: float, seconds: float, connections: int) -> float:
    return Pool(per_second, seconds, connections).share
