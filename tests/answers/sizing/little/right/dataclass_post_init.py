# verdict: ^Right
# a frozen dataclass that refuses in __post_init__, with future annotations
from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Load:
    per_second: float
    seconds: float

    def __post_init__(self) -> None:
        if any(not math.isfinite(v) or v < 0 for v in astuple(self)):
            raise ValueError(self)

    @property
    def busy(self) -> float:
        return self.per_second * self.seconds


def little(per_second: float, seconds: float) -> float:
    return Load(per_second, seconds).busy
