"""The start page: the lessons and assignments, what is done of them, and how to stop."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from poollab import course
from poollab.assignments import progress
from poollab.assignments.validate import exercise
from poollab.environment import in_hub
from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS, of
from poollab.handing_in.sending import address, last
from poollab.predict.tally import Tally, outcomes

LAST_WORDS = Path(__file__).with_name("last_words.md")
STOP_HERE = "*File → Shut Down*, or *Ctrl+C* twice in the terminal where JupyterLab runs"
STOP_SEAT = "*File → Hub Control Panel*, then *Stop My Server*; *Start My Server* brings you back"

BACK = " brings it back"


class Row(NamedTuple):
    """A lesson or an assignment in its table."""

    link: str
    about: list[str]
    """The cells between the link and what is done."""
    done: str
    """How much is done, in words."""
    is_ahead: bool = False
    """Whether there is something to do."""

    def __str__(self) -> str:
        """Return the row in Markdown."""
        return f"| {' | '.join([self.link, *self.about, self.done])} |"


def page(root: Path) -> str:
    """Return the page for the course at ``root``, in Markdown, as its notebooks are saved now."""
    lessons = [lesson(path) for path in course.lessons(root)]
    assignments = [assignment(name, root) for name in ASSIGNMENTS]
    ahead = [row.link for row in lessons + assignments if row.is_ahead]
    return "\n".join([
        "# Pool Lab: connection pooling in FastAPI, measured",
        "",
        "Each lesson starts a real PostgreSQL and a live FastAPI app, and measures what it claims, "
        "after you have guessed.",
        "",
        f"**Next:** {ahead[0]}" if ahead else "**All is done.**",
        "",
        "## Lessons",
        "",
        "| lesson | minutes | done so far |",
        "|:---|---:|:---|",
        *map(str, lessons),
        "",
        "Run a lesson cell by cell, with *Shift+Enter*. Each stands alone; together they build on "
        "one another. If one does not run, `make doctor` says what it lacks.",
        "",
        *guessed(),
        f"**An error at work?** [What does this error mean?]({course.APPENDIX}.ipynb) has the "
        "messages, each with its cause, a cell in which it happens, and the cure.",
        "",
        f"**A word you don't know?** The [glossary]({course.GLOSSARY}.ipynb) says what it means, "
        "and where you meet it.",
        "",
        *help_here(),
        "## Assignments",
        "",
        f"| assignment | minutes | you need | {'handed in | ' if address() else ''}points |",
        f"|:---|---:|:---|:---|{':---|' if address() else ''}",
        *map(str, assignments),
        "",
        *how_to_hand_in(),
        last_words(),
    ])  # fmt: skip


def last_words() -> str:
    """Return how to stop, and what this page is, in Markdown."""
    text = LAST_WORDS.read_text(encoding="utf-8")
    return text.format(everything=STOP_SEAT if in_hub() else STOP_HERE)


def help_here() -> list[str]:
    """Return how to ask for help where the room has a wall, as lines of the page."""
    if not os.environ.get("POOLLAB_WALL"):
        return []
    return [
        "**Stuck?** Run `from poollab import wall; wall.help_me()` in any cell: the host sees it "
        "on the room's wall. `wall.thanks()` takes it back. Your checks tell the wall their task, "
        "and whether it is passed; nothing else.",
        "",
    ]


def lesson(path: Path) -> Row:
    """Return the row of a lesson; one that is missing or damaged says so, and what to do."""
    clone = (path.parents[1] / ".git").exists()
    restore = (f"`git checkout notebooks/{path.name}`" if clone else "the next start") + BACK
    try:
        notebook = nbformat.read(path, as_version=4)
        link = f"[{course.title(notebook) or path.stem}]({path.name})"
        return Row(link, [course.minutes(notebook)], *done(notebook))
    except FileNotFoundError:
        return Row(path.name, [""], f"missing: {restore}")
    except Exception:  # there is no end of what nbformat raises for a damaged one
        return Row(path.name, [""], f"can't be read: rename it, then {restore}")


def guessed() -> list[str]:
    """Return how the learner did in all lessons, as lines of the page; none before an answer."""
    numbers = [name[:2] for name in course.LESSONS]
    said = str(Tally.of(one for number in numbers for one in outcomes(number)))
    return [f"**How you did:** {said}", ""] if said else []


def done(notebook: Any) -> tuple[str, bool]:
    """Return in words how many cells had been run when it was saved, and whether some had not."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    ran = sum(cell.execution_count is not None for cell in cells)
    if not ran:
        return "not begun", True
    if ran < len(cells):
        return f"{ran} of {len(cells)} cells run", True
    return f"✓ all {ran} cells run", False


def assignment(name: str, root: Path) -> Row:
    """Return the row of an assignment: what the package says of it, and the learner's points."""
    release = nbformat.read(path_of(name), as_version=4)
    place = exercise(name, root).relative_to(root).as_posix()
    about = [course.minutes(release), course.needs(release), *handed_in(name)]
    try:
        nbformat.read(root / place, as_version=4)
    except FileNotFoundError:
        return Row(name, about, f"missing: `make exercises`{BACK}")
    except Exception:  # as above
        return Row(name, about, "can't be read: `make exercises` keeps it beside a new one")
    return Row(f"[{name}](../{place})", about, *points(name))


def how_to_hand_in() -> list[str]:
    """Return how one hands in, as lines of the page; none outside of a hub."""
    if not address():
        return []
    return [
        "**To hand in:** *Hand in* above the open notebook, or `make hand-in ARGS=leaks` in a "
        "terminal. You get a receipt. Hand in as often as you like: the last time counts.",
        "",
    ]


def handed_in(name: str) -> list[str]:
    """Return what the last receipt of an assignment says, as a cell; none outside of a hub."""
    if not address():
        return []
    receipt = last(name)
    return [f"{receipt.time:%d %b %H:%M %Z}, {receipt.found}" if receipt else "not yet"]


def points(name: str) -> tuple[str, bool]:
    """Return in words the points of the last checks of an assignment, and whether some lack."""
    kept, tasks = progress.points(), of(name)
    total = sum(kept.get(f"{name}/{task.name}", 0) for task in tasks)
    most = sum(task.points for task in tasks)
    return f"{'✓ ' if total == most else ''}{total:g} of {most:g}", total < most
