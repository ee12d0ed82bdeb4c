"""What a lesson's cells call: a poll, a number, the quiz, the cards."""

from collections.abc import Mapping

from IPython.display import display

from poollab import draw
from poollab.errors import PoolLabError
from poollab.kernel import publishing
from poollab.predict import on_page
from poollab.predict.committed import note_measured
from poollab.predict.questions import lesson, question, questions
from poollab.predict.widget import CardsView, QuestionView

_views: dict[str, QuestionView] = {}  # a cell run again shows its question as it was left


class Guess:
    """A number that the learner may commit at any time: it is read when it is needed."""

    def __init__(self, view: QuestionView) -> None:
        self._view = view

    @property
    def value(self) -> float | None:
        """The number committed last, in the question's unit, or None if there is none."""
        return None if self._view.answer is None else float(self._view.answer)

    def measured(
        self, found: float | Mapping[str, float], *, title: str, of: str | None = None
    ) -> draw.Picture:
        """Draw what was measured beside the guess, if there is one, and keep both for the end.

        ``found`` is a value in the question's unit, or several by their labels: then the guess was
        at the one labelled ``of``, or at the first. Raises ``PoolLabError`` if one is no number.
        """
        values = found if isinstance(found, Mapping) else {"measured": found}
        key, unit = self._view.asked.key, self._view.asked.unit
        aimed_at = float(values[of or next(iter(values))])
        text = None
        if publishing():  # the reader's guess is not known here
            text = f"Measured: {draw.found(values, unit)}."
            display(
                {on_page.MEASURED: on_page.measured(key, values, aimed_at, text, title)}, raw=True
            )
        picture = draw.prediction(values, guess=self.value, title=title, unit=unit, text=text)
        if self.value is not None:
            note_measured(key, aimed_at)
        return picture


def poll(key: str) -> None:
    """Ask a question whose answer the next cells will show, such as ``03/reuse``.

    Raises ``PoolLabError`` if there is no such question.
    """
    display(_view(key))


def number(key: str) -> Guess:
    """Ask for a number that the next cells will measure, such as ``03/gap``; return the guess.

    Nothing waits for it, and none is needed. Raises ``PoolLabError`` if there is no such question.
    """
    if not question(key).unit:
        raise PoolLabError(f"{key} asks for no number: show it with predict.poll({key!r}).")
    display(_view(key))
    return Guess(_view(key))


def quiz(number: str) -> None:
    """Ask the questions at the end of a lesson, such as "03": each answer is judged at once.

    Raises ``PoolLabError`` if there is no such lesson.
    """
    for one in questions(number).values():
        if one.reasons:
            display(_view(one.key))


def cards(number: str) -> None:
    """Show the recall cards of a lesson, such as "03". ``PoolLabError`` if there is none."""
    display(CardsView(f"{number}/cards", lesson(number)["cards"]))


def _view(key: str) -> QuestionView:
    """Return the one view of a question."""
    if key not in _views:
        _views[key] = QuestionView(question(key))
    return _views[key]
