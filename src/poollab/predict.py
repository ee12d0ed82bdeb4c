"""Guess first: predictions before a cell runs, questions and cards to recall by afterwards."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from IPython.display import HTML, display
from IPython.utils.capture import capture_output
from jupytercards import display_flashcards
from jupyterquiz import display_quiz

BLUE, ORANGE, GREEN, DARK = "#0072B2", "#D55E00", "#009E73", "#20364b"  # Okabe-Ito, and ink
COLOURS = {
    "--jq-multiple-choice-bg": DARK,
    "--jq-correct-color": GREEN,
    "--jq-incorrect-color": ORANGE,
}
# A poll has no wrong answer yet: whatever you choose looks the same.
UNDECIDED = COLOURS | {"--jq-incorrect-color": BLUE}


# jupytercards prints it pale, hard to see on a dark page.
NEXT = "<style>.next {color: var(--jp-ui-font-color1); opacity: 1; white-space: nowrap}</style>"


def number(question: str, guess: object) -> float | None:
    """Note a guess before it is measured, and say what was noted.

    Returns the guess as a number, or None for a blank or senseless one, which is said kindly: a
    missing guess never stops a lesson.
    """
    if guess is None or guess is ...:
        print(
            f"{question}\nNo guess yet: put your number in place of None and run this cell again."
        )
        return None
    try:
        value = float(guess)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(guess, bool) or not math.isfinite(value) or value < 0:
        print(
            f"{question}\n{guess!r} is no number that could be measured; going on without a guess."
        )
        return None
    print(f"{question}\nYour guess: {value:g}. Noted.")
    return value


def poll(question: str, answers: list[str]) -> None:
    """Show a question whose answer the next cells will measure; every choice is just noted."""
    noted = "Noted. Run the next cells and see."
    choices = [{"answer": answer, "correct": False, "feedback": noted} for answer in answers]
    _show(_multiple_choice(question, choices), UNDECIDED)


def quiz(question: str, answers: Mapping[str, str]) -> None:
    """Show a multiple-choice question that answers back at once.

    Its answers come with what is said to each; the right one stands first (they are shuffled on
    the page).
    """
    choices = [
        {"answer": answer, "correct": place == 0, "feedback": feedback}
        for place, (answer, feedback) in enumerate(answers.items())
    ]
    _show(_multiple_choice(question, choices), COLOURS)


def cards(fronts_and_backs: Mapping[str, str]) -> None:
    """Show flash cards: a question on the front, its answer on the back."""
    _without_mathjax(
        display_flashcards,
        [{"front": front, "back": back} for front, back in fronts_and_backs.items()],
        front_colors=[BLUE, DARK],
        back_colors=[DARK],
        known_widgets=False,
    )
    display(HTML(NEXT))


def _multiple_choice(question: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {"question": question, "type": "multiple_choice", "answers": answers}


def _show(question: dict[str, Any], colours: Mapping[str, str]) -> None:
    _without_mathjax(display_quiz, [question], colors=dict(colours), max_width=760)


def _without_mathjax(show: Callable[..., object], *what: object, **how: object) -> None:
    """Show something of the quiz libraries, with their search for MathJax switched off.

    They don't know JupyterLab's own MathJax, and fetch one from the internet in its place; without
    a network every click then fails.
    """
    with capture_output() as shown:
        show(*what, **how)
    for output in shown.outputs:
        data = {
            kind: content.replace("typeof MathJax", "typeof undefined")
            for kind, content in output.data.items()
        }
        display(data, raw=True)
