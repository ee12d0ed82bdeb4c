"""Questions and cards as widgets: the page takes the answer, the kernel says something to it."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import traitlets
from anywidget import AnyWidget
from IPython.display import DisplayHandle, display

from poollab.page import PAGE
from poollab.predict import committed
from poollab.predict.questions import Answer, Question
from poollab.predict.still import Still, asked, listed, name_of
from poollab.predict.verdict import verdict

_HERE = files(__package__)


def _read(*names: str) -> str:
    """Return files beside this one, joined."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class _Shown(AnyWidget):
    """A widget, and the text that stands in where it can't run."""

    _css = _read("predict.css")
    _handle: DisplayHandle | None = None
    stands_in = traitlets.Unicode().tag(sync=True)
    """The name of that text, which the page hides while the widget is shown."""

    def _still(self) -> Still:
        """Return what is shown where no widget runs."""
        raise NotImplementedError

    def _ipython_display_(self) -> None:
        """Show the widget and, as an output of its own, what stands in for it."""
        here = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display({"application/vnd.jupyter.widget-view+json": here, "text/plain": ""}, raw=True)
        self._handle = display(self._still(), display_id=True)


class QuestionView(_Shown):
    """A question with a place for its answer."""

    _esm = PAGE + _read("page.js", "question.js")
    question = traitlets.Dict().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)
    """The last answer and what is said to it, numbered; empty before there is one."""
    draft = traitlets.Any(None, allow_none=True).tag(sync=True)
    """What is chosen and not committed: it stays in the page, for the next time it is drawn."""

    def __init__(self, question: Question) -> None:
        self.asked = question
        before = committed.committed().get(question.key)
        self.answer: Answer | None = question.answer(before.last) if before else None
        shown = {"asks": question.asks, "options": question.options, "unit": question.unit}
        super().__init__(question=shown, said=self._said(), stands_in=name_of(question.key))
        self.on_msg(self._commit)

    def _said(self, count: int = 0) -> dict[str, object]:
        """Return what the page is told of the last answer."""
        if self.answer is None:
            return {}
        return verdict(self.asked, self.answer)._asdict() | {"answer": self.answer, "count": count}

    def _commit(self, _: object, content: dict[str, Any], __: object) -> None:
        """Take an answer from the page: keep it, and say something to it."""
        answer = self.asked.answer(content.get("answer"))
        if answer is None:
            return
        self.answer = answer
        committed.commit(self.asked.key, answer)
        if self._handle:
            self._handle.update(self._still())
        self.said = self._said(int(self.said.get("count", 0)) + 1)

    def _still(self) -> Still:
        """Return the question as text, with the answer that was committed."""
        return asked(self.asked, self.answer)


class CardsView(_Shown):
    """Recall cards."""

    _esm = PAGE + _read("page.js", "cards.js")
    cards: traitlets.List[Any] = traitlets.List().tag(sync=True)
    at = traitlets.Any(None, allow_none=True).tag(sync=True)
    """The card in sight and whether it is turned: it stays in the page."""

    def __init__(self, key: str, cards: Mapping[str, str]) -> None:
        self._key, self._all = key, dict(cards)
        super().__init__(cards=list(self._all.items()), stands_in=name_of(key))

    def _still(self) -> Still:
        """Return the cards as a list."""
        return listed(self._key, self._all)
