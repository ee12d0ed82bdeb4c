# verdict: ^Right
# a frozen dataclass that refuses
from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Crowd:
    tasks: int
    each: int

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if not math.isfinite(value) or value < 1 or value != math.floor(value):
                raise ValueError(f"{field.name}: {value}")

    def smallest(self) -> int:
        return 1 + self.tasks * (self.each - 1)


def deadlock(tasks: int, each: int) -> int:
    return Crowd(tasks, each).smallest()
