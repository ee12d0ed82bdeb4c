"""Alternated runs: each candidate once a round, so that what drifts on a machine hits all alike."""

import itertools
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
        return self._measured(candidates, [list(candidates)] * self.runs)

    def pairs(self, candidates: Mapping[K, Callable[[], V]]) -> dict[K, list[V]]:
        """Measure A B, B A …, in twice as many rounds, so that nobody always comes first."""
        names = list(candidates)
        return self._measured(candidates, [names, names[::-1]] * self.runs)

    def _measured(
        self, candidates: Mapping[K, Callable[[], V]], rounds: list[list[K]]
    ) -> dict[K, list[V]]:
        found: dict[K, list[V]] = {name: [] for name in candidates}
        for name in itertools.chain(*rounds):
            words = name if isinstance(name, tuple) else (name,)
            self._bar.set_postfix_str(" ".join(map(str, words)))
            found[name].append(candidates[name]())
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
