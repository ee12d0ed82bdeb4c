# verdict: ^Right:
# Postponed annotations, an ordered dataclass with ClassVar, the result as a method.
from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass
class Crowd:
    spare: ClassVar[int] = 1
    tasks: int
    each: int

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 1 or value % 1 != 0:
                raise ValueError(f"{field.name} = {value}")

    def worst(self) -> int:
        return self.tasks * (self.each - 1)

    def safe(self) -> int:
        return self.worst() + self.spare


def deadlock(tasks: int, each: int) -> int:
    return Crowd(tasks, each).safe()
