"""What is said to an answer: a word, and the reason where there is one."""

from typing import NamedTuple

from poollab import draw
from poollab.predict.questions import Answer, Question


class Verdict(NamedTuple):
    """What is said, in a word and with its reason."""

    mark: str
    """``right``, ``wrong`` or ``noted``."""
    text: str

    def __str__(self) -> str:
        return self.text


def verdict(question: Question, answer: Answer) -> Verdict:
    """Return what is said to an answer that was committed."""
    if isinstance(answer, float | int):
        return Verdict("noted", f"Noted: {draw.with_unit(answer, question.unit)}. Go on, and see.")
    if not question.reasons:
        return Verdict("noted", "Noted. Go on, and see.")
    if answer == question.right:
        return Verdict("right", f"Right. {question.reasons[answer]}")
    return Verdict("wrong", f"Not right. {question.reasons[answer]}")
