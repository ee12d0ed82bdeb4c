"""What a page of the site is told, to ask and to judge without a kernel: JSON beside an output."""

from collections.abc import Mapping
from typing import Any

from poollab.predict.questions import Question
from poollab.predict.verdict import verdict

ELEMENT = "application/vnd.poollab.element+json"
"""An element of ``on_page.js`` and what it is told; the output's HTML stands in for it."""
MEASURED = "application/vnd.poollab.measured+json"
"""What was measured after a guess, by an output that shows nothing."""


def asking(question: Question) -> dict[str, Any]:
    """Return what the page is told of a question: also what is said to each option."""
    return {
        "element": "poollab-question",
        "key": question.key,
        "asks": question.asks,
        "options": question.options,
        "unit": question.unit,
        "right": question.right,
        "judged": bool(question.reasons),
        "verdicts": {option: verdict(question, option)._asdict() for option in question.options},
    }


def turning(key: str, cards: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page is told of recall cards."""
    return {"element": "poollab-cards", "key": key, "cards": list(cards.items())}


def summing_up(key: str) -> dict[str, Any]:
    """Return what the page is told at the end of a lesson; it knows the questions."""
    return {"element": "poollab-did", "key": key}


def measured(
    key: str, values: Mapping[str, float], of: float, said: str, title: str
) -> dict[str, Any]:
    """Return what the page is told of a measurement: ``of`` is what the guess was at."""
    return {"key": key, "values": values, "of": of, "said": said, "title": title}
