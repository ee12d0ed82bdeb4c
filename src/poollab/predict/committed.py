"""What a learner has committed, kept by question for the next time."""

import math
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeGuard

from poollab import kept
from poollab.predict.questions import Answer

FILE = "guesses.json"


@dataclass(frozen=True)
class Committed:
    """The answers to one question."""

    first: Answer
    last: Answer
    measured: float | None = None
    """What was measured after a guess at a number, in the question's unit."""


def committed() -> dict[str, Committed]:
    """Return what was committed, by the keys of questions; what can't be read is left out."""
    read = {key: _read(entry) for key, entry in kept.read(FILE).items()}
    return {key: entry for key, entry in read.items() if entry}


def commit(key: str, answer: Answer) -> None:
    """Keep an answer; it takes the place of the last one, never of the first."""
    before = committed().get(key)
    _note(key, Committed(before.first if before else answer, answer))


def note_measured(key: str, value: float) -> None:
    """Keep what was measured beside the guess; without one nothing is kept."""
    if (entry := committed().get(key)) and entry.measured != value:
        _note(key, replace(entry, measured=value))


def _note(key: str, entry: Committed) -> None:
    written = {name: value for name, value in asdict(entry).items() if value is not None}
    kept.note(FILE, key, written)


def _read(entry: Any) -> Committed | None:
    """Return an entry of the file, or None if it is none."""
    if not isinstance(entry, dict):
        return None
    first, last, measured = entry.get("first"), entry.get("last"), entry.get("measured")
    if not (_is_answer(first) and _is_answer(last)):
        return None
    return Committed(first, last, measured if _is_number(measured) else None)


def _is_answer(value: Any) -> TypeGuard[Answer]:
    return isinstance(value, str) or _is_number(value)


def _is_number(value: Any) -> TypeGuard[float]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)
