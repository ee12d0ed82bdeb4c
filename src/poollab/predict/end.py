"""The end of a lesson: my guesses beside what was measured."""

from textwrap import wrap

from IPython.display import display

from poollab import draw
from poollab.kernel import publishing
from poollab.predict.questions import lesson
from poollab.predict.still import summed_up
from poollab.predict.tally import Outcome, Tally, outcomes

WIDTH = 72
"""Letters in a line: as many as a narrow window has room for."""
NOTHING = (
    "You have committed no guess and no answer in this lesson. "
    "Next time, guess first: right or wrong, it makes the result stick."
)


def how_did_i_do(number: str) -> None:
    """Show how the learner did in a lesson, such as "03": a picture of the guesses, and lines.

    Raises ``PoolLabError`` if there is no such lesson.
    """
    lesson(number)
    if publishing():
        display(summed_up(f"{number}/did"))
        return
    found = list(outcomes(number))
    rows = [row for one in found if (row := _row(one))]
    tally = Tally.of(found)
    if rows:
        title = f"{tally.close} of {tally.guesses} guesses within a factor of 2"
        display(draw.guesses(rows, title=title))
    lines = [*tally.sentences(), *map(_line, filter(_is_poll, found))]
    print("\n".join(lines or [NOTHING]))


def _row(one: Outcome) -> draw.Guessed | None:
    """Return a guess beside what was measured, or None where there is no such pair."""
    if one.said.measured is None:
        return None
    asks = one.question.asks.rstrip(":")
    return draw.Guessed(asks, one.question.unit, float(one.said.last), one.said.measured)


def _is_poll(one: Outcome) -> bool:
    """Return whether the lesson gave the answer, and not the quiz at its end."""
    return bool(one.question.right and not one.question.reasons)


def _line(one: Outcome) -> str:
    """Say what was answered before the lesson, and what the lesson has shown."""
    said, right = one.said.first, one.question.right
    lines = [f"{'✓' if said == right else '✗'} {one.question.asks}", f"You said: {said}."]
    lines += ["Right." if said == right else f"What was shown: {right}."]
    return "\n  ".join(wrapped for line in lines for wrapped in wrap(line, WIDTH - 2))
