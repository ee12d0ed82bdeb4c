"""The front page: a question, a recording that answers it, the lessons as a path, how to begin."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from poollab.course import APPENDIX, GLOSSARY, minutes, title
from poollab.publish.claims import claims
from poollab.publish.repository import Repository

HERE = Path(__file__).parent
WORDS = HERE / "front.toml"
TITLE = "See inside your connection pool"
MOVING = ("03", "07")
"""Whose first recording is shown: that of the first of these lessons that has one."""
REPLAY = '<div class="poollab-replay"'
AT_THE_LIMIT = re.compile(r"in use (\d+) +waiting ([1-9]\d*)")
LINES = 2  # of what a claim printed


class Guess(NamedTuple):
    """The question of the page, and what was measured."""

    connections: int
    requests: int
    right: int
    options: list[int]


class Stop(NamedTuple):
    """A lesson on the path."""

    number: str
    href: str
    title: str
    minutes: str
    surprise: str
    measured: list[str]
    """What the cell of a claim printed: its first lines."""


def front(pages: dict[Path, Any], repository: Repository | None) -> str:
    """Return the front page in Markdown, for lessons that were run and made into pages."""
    by_number = {path.name[:2]: lesson for path, lesson in pages.items()}
    recording, of_recording = moving(pages)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    html = environment.from_string((HERE / "front.html").read_text(encoding="utf-8")).render(
        title=TITLE,
        lessons=[stop(path, lesson) for path, lesson in pages.items()],
        days=days(pages),
        guess=guess(by_number.get("03")),
        recording=Markup(recording),
        of_recording=of_recording,
        repository=repository,
        appendix=APPENDIX,
        glossary=GLOSSARY,
    )
    return f"```{{title}} {TITLE}\n```\n\n````{{raw}} html\n{html}\n````\n"


def stop(path: Path, lesson: Any) -> Stop:
    """Return a lesson as a stop of the path."""
    number = path.name[:2]
    of = words()[number]
    shown = [claim for claim in claims(int(number), lesson) if claim.tag == of["shown"]]
    lines = [line for claim in shown for line in claim.measured if re.search(of["lines"], line)]
    href = f"{path.stem}.html"
    return Stop(number, href, title(lesson), minutes(lesson), surprise(path), lines[:LINES])


def surprise(path: Path) -> str:
    """Return what will surprise in a lesson, in one sentence or two."""
    return words()[path.name[:2]]["surprise"]


def words() -> dict[str, dict[str, str]]:
    """Return by a lesson's number what will surprise, and which claim shows it."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def guess(lesson: Any) -> Guess | None:
    """Return the question that lesson 03 answers, as it was measured; None if it was not."""
    shown = [claim for claim in claims(3, lesson) if claim.tag == "C12"] if lesson else []
    found = AT_THE_LIMIT.search("\n".join(line for claim in shown for line in claim.measured))
    if not found:
        return None
    connections, waiting = int(found[1]), int(found[2])
    requests = connections + waiting
    return Guess(connections, requests, waiting, sorted({0, connections, waiting, requests}))


def days(pages: dict[Path, Any]) -> str:
    """Return when the lessons were run."""
    found = sorted(lesson.metadata["poollab"]["run"][:10] for lesson in pages.values())
    return found[0] if found[0] == found[-1] else f"{found[0]} to {found[-1]}"


def moving(pages: dict[Path, Any]) -> tuple[str, str]:
    """Return a replay as HTML, and the page of the lesson that made its recording.

    Where no lesson shows one, both are empty.
    """
    for number in MOVING:
        for path, lesson in pages.items():
            if path.name.startswith(number) and (replay := first_replay(lesson)):
                return replay, f"{path.stem}.html"
    return "", ""


def first_replay(lesson: Any) -> str:
    """Return the first replay on the page of a lesson, as HTML; empty if it has none."""
    outputs = [output for cell in lesson.cells for output in cell.get("outputs", [])]
    shown = [output.get("data", {}).get("text/html", "") for output in outputs]
    return next((html for html in shown if html.startswith(REPLAY)), "")
