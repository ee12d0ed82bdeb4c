"""What stands in for a widget where none runs: on a page of the site, on GitHub, in print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from poollab import draw
from poollab.kernel import publishing
from poollab.predict import on_page
from poollab.predict.questions import Answer, Question


@dataclass(frozen=True)
class Still:
    """An output that the running widget hides, by its name, and nothing else does."""

    name: str
    """A class of its HTML."""
    html: str
    text: str
    told: dict[str, Any] = field(default_factory=dict)
    """What a page of the site is told, for an element in its place."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Return it as a page and as text, and, when it is published, what the page is told."""
        data = {
            "text/html": f'<div class="poollab-asked {self.name}">{self.html}</div>',
            "text/plain": self.text,
        }
        told = {on_page.ELEMENT: self.told | {"stands_in": self.name}} if publishing() else {}
        return data | told


def asked(question: Question, answer: Answer | None) -> Still:
    """Return a question with its options, and what was answered.

    The answer of a quiz is folded, so that one may think first; it opens without JavaScript.
    """
    given = "" if answer is None else f"Your answer: {shown(question, answer)}"
    options = "".join(f"<li>{escape(option)}</li>" for option in question.options)
    html = f"<p><strong>{escape(question.asks)}</strong></p>"
    html += f"<ul>{options}</ul>" if options else ""
    html += f"<p>{escape(given)}</p>" if given else ""
    if question.reasons and question.right:
        said = f"{question.right}. {question.reasons[question.right]}"
        html += folded("The answer", said)
    lines = [question.asks, *(f"  - {option}" for option in question.options), given]
    text = "\n".join(filter(None, lines))
    return Still(name_of(question.key), html, text, on_page.asking(question))


def listed(key: str, cards: Mapping[str, str]) -> Still:
    """Return recall cards as a list: each question unfolds its answer."""
    html = "".join(folded(front, back) for front, back in cards.items())
    text = "\n".join(f"{front}\n  {back}" for front, back in cards.items())
    return Still(name_of(key), html, text, on_page.turning(key, cards))


def summed_up(key: str) -> Still:
    """Return what stands for the end of a lesson where nobody has guessed, on a page."""
    text = "In the notebook, your guesses stand here beside what was measured."
    return Still(name_of(key), f"<p>{text}</p>", text, on_page.summing_up(key))


def name_of(key: str) -> str:
    """Return the name of what stands in for a question, such as ``03/gap``."""
    return f"poollab-asked-{key.replace('/', '-')}"


def folded(summary: str, text: str) -> str:
    """Return HTML of which the summary alone is in sight."""
    return f"<details><summary>{escape(summary)}</summary><p>{escape(text)}</p></details>"


def shown(question: Question, answer: Answer) -> str:
    """Return an answer as one reads it, a number with its unit."""
    return answer if isinstance(answer, str) else draw.with_unit(answer, question.unit)
