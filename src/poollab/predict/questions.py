"""The questions of the lessons, out of sight of those who answer: a file for each lesson."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from poollab.errors import PoolLabError

Answer = str | float
"""One of the options, or the number that was guessed."""


@dataclass(frozen=True)
class Question:
    """What is asked, and what can be answered."""

    key: str
    """The lesson and the question's name in it, such as ``03/gap``."""
    asks: str
    options: tuple[str, ...] = ()
    """What one may choose from, in the order shown; none where a number is asked for."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """What is said to each option at once; none where the lesson itself gives the answer."""
    right: str | None = None
    unit: str = ""
    """What a number counts, such as "connections"."""

    def answer(self, given: object) -> Answer | None:
        """Return what was given as an answer, or None if it is none to this question."""
        if self.options:
            return given if isinstance(given, str) and given in self.options else None
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        return float(given) if is_number and 0 <= given < float("inf") else None  # type: ignore[operator,arg-type]


@cache
def lesson(number: str) -> dict[str, Any]:
    """Return the file of a lesson, such as "03". ``PoolLabError`` if there is none."""
    path = files(__package__) / "questions" / f"{number}.toml"
    if not path.is_file():
        raise PoolLabError(f"There is no lesson {number!r} with questions: 01 to 07 have some.")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def questions(number: str) -> dict[str, Question]:
    """Return all questions of a lesson by their names: polls, numbers and the quiz."""
    kinds: dict[str, Any] = {"poll": _poll, "number": _number, "quiz": _quiz}
    return {
        name: make(f"{number}/{name}", written)
        for kind, make in kinds.items()
        for name, written in lesson(number).get(kind, {}).items()
    }


def question(key: str) -> Question:
    """Return a question by its key, such as ``03/gap``. ``PoolLabError`` if there is none."""
    number, _, name = key.partition("/")
    known = questions(number)
    if name not in known:
        raise PoolLabError(f"Lesson {number} has no question {name!r}: {', '.join(known)}.")
    return known[name]


def _poll(key: str, written: dict[str, Any]) -> Question:
    """Make a question whose answer the lesson shows; ``right``, if there, counts from 1."""
    options = tuple(written["options"])
    right = options[written["right"] - 1] if "right" in written else None
    return Question(key, written["ask"], options, right=right)


def _number(key: str, written: dict[str, Any]) -> Question:
    """Make a question for a number."""
    return Question(key, written["ask"], unit=written["unit"])


def _quiz(key: str, written: dict[str, Any]) -> Question:
    """Make a question that is judged at once: in the file the right answer comes first.

    On the page it is where the key puts it, always at the same place.
    """
    reasons = written["answers"]
    options = list(reasons)
    Random(key).shuffle(options)
    return Question(key, written["ask"], tuple(options), reasons, right=next(iter(reasons)))
