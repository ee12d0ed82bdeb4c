"""How the learner did, in a lesson or in all: guesses held against what was measured."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from poollab.predict.committed import Committed, committed
from poollab.predict.questions import Question, questions

CLOSE = 2
"""A guess is close up to so many times what was measured, or its share."""


class Outcome(NamedTuple):
    """A question that was answered, and what was committed."""

    question: Question
    said: Committed


def outcomes(number: str) -> Iterator[Outcome]:
    """Yield the questions of a lesson that were answered, in the order of its file."""
    kept = committed()
    for one in questions(number).values():
        said = kept.get(one.key)
        if said and one.answer(said.first) is not None and one.answer(said.last) is not None:
            yield Outcome(one, said)


def is_close(guess: float, measured: float) -> bool:
    """Return whether a guess is within a factor of 2 of what was measured."""
    return measured / CLOSE <= guess <= measured * CLOSE


class Tally(NamedTuple):
    """How many questions were answered, and how well."""

    guesses: int = 0
    """Numbers that were guessed and measured since."""
    close: int = 0
    """Guesses within a factor of 2."""
    answers: int = 0
    """Questions answered to which there is a right answer."""
    right: int = 0
    """Those that were right at the first try."""

    @classmethod
    def of(cls, found: Iterable[Outcome]) -> Self:
        """Count."""
        both = list(found)
        pairs = [(said.last, said.measured) for _, said in both if said.measured is not None]
        judged = [said.first == one.right for one, said in both if one.right]
        close = sum(is_close(float(guess), measured) for guess, measured in pairs)
        return cls(len(pairs), close, len(judged), sum(judged))

    def __str__(self) -> str:
        return " ".join(self.sentences())

    def sentences(self) -> list[str]:
        """Return it in words; none when there is nothing to tell."""
        said = []
        if self.guesses:
            said.append(
                f"Guesses within a factor of {CLOSE} of what was measured: "
                f"{self.close} of {self.guesses}."
            )
        if self.answers:
            said.append(f"Questions right at the first try: {self.right} of {self.answers}.")
        return said
