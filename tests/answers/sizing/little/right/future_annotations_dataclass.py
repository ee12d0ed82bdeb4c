# verdict: ^Right:
# Postponed annotations, a frozen dataclass that checks itself in __post_init__.
from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Load:
    per_second: float
    seconds: float

    def __post_init__(self) -> None:
        for value in astuple(self):
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"senseless: {self}")

    @property
    def busy(self) -> float:
        return self.per_second * self.seconds


def little(per_second: float, seconds: float) -> float:
    return Load(per_second, seconds).busy
