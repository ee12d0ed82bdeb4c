"""What an examination finds: points and a sentence."""

from dataclasses import dataclass


class Missed(Exception):
    """Something was not as it should be; the message says what was expected and what was seen."""


@dataclass(frozen=True)
class Verdict:
    """The result of one task.

    ``sentence`` says what was expected, what was seen and where to look, never the answer.
    """

    points: float
    of: float
    sentence: str
    attempted: bool = True


def not_attempted(of: float) -> Verdict:
    """Return the verdict on a task that nobody has tried."""
    return Verdict(0, of, "Not attempted yet: the cell is as it came.", attempted=False)
