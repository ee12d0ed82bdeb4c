"""Alternated runs: each candidate once a round, so that what drifts on a machine hits all alike."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from tqdm import tqdm

K = TypeVar("K")
V = TypeVar("V")


class Rounds:
    """How often and how long to measure; moves the progress bar on."""

    def __init__(self, runs: int, seconds: int, bar: "tqdm[NoReturn]") -> None:
        """``runs`` rounds; ``seconds`` is how long a run of load lasts."""
        self.runs, self.seconds, self._bar = runs, seconds, bar

    def of(self, candidates: Mapping[K, Callable[[], V]]) -> dict[K, list[V]]:
        """Measure A B A B …; return each candidate's values in the order of the rounds."""
        found: dict[K, list[V]] = {name: [] for name in candidates}
        for _ in range(self.runs):
            for name, measure in candidates.items():
                words = name if isinstance(name, tuple) else (name,)
                self._bar.set_postfix_str(" ".join(map(str, words)))
                found[name].append(measure())
                self._bar.update()
        return found


@dataclass(frozen=True)
class Part:
    """One part of the bench."""

    trouble: Callable[[], str | None]  # a line on why it can't run here, and what to do
    each_round: Callable[[], int]  # candidates in a round
    measure: Callable[[Rounds], str]  # returns the table


def lacks(program: str) -> str | None:
    """Return a line when ``program`` is not installed."""
    return None if shutil.which(program) else f"there is no {program} here: install it"
