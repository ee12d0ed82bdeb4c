"""The page that a student gets: points and sentences, and each answer with its verdict.

Whatever the student wrote is shown as text. A page fetches nothing and runs nothing, and forbids
the browser to; what is not seen, or turns the direction of writing, is made visible.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path

import nbformat
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from poollab.assignments.file import REASONS
from poollab.assignments.results import TaskResult
from poollab.collecting.handed_in import Student
from poollab.examiner.release import answers_in, path_of
from poollab.grading.result import Result
from poollab.plain import number, plain

TEMPLATE = Path(__file__).with_name("feedback.html")
STYLE = Path(__file__).with_name("feedback.css")
MOST = 190_000
"""Bytes of all answers in a page, a like share for each; what is longer is cut."""
WORDS = {"right": "all points", "part": "some points", "wrong": "no points",
         "stub": "no points", "slow": "not tried to its end",
         "broken": "not tried to its end"}  # fmt: skip
HEADING = re.compile(r"^## *(?:[0-9]+ *[.·])? *(.+?)(?: \([0-9]+ points?\))?$", re.MULTILINE)


def write_feedback(
    result: Result, student: Student, answers: Mapping[str, str], path: Path
) -> None:
    """Write the page on a submission; ``answers`` are the sources by task, where there are any."""
    path.write_text(page(result, student, answers), encoding="utf-8", newline="\n")


def page(result: Result, student: Student, answers: Mapping[str, str]) -> str:
    """Return the page as HTML."""
    style = STYLE.read_text(encoding="utf-8")
    name = f"{student.first_name} {student.last_name}".strip() or student.id
    most = MOST // max(1, len(result.tasks))
    return template().render(
        result=result, name=name, style=Markup(style), digest=digest(style),
        parts=[part(one, result.assignment, answers.get(one.task), most) for one in result.tasks],
        remarks=[plain(remark, 300) for remark in result.remarks[:10]],
    )  # fmt: skip


@cache
def template() -> Template:
    """Return the template, which writes all as text that is not marked as HTML."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters |= {"number": number, "plain": plain}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def digest(style: str) -> str:
    """Return what names a style sheet in a page's policy: no other one counts there."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def part(one: TaskResult, assignment: str, answer: str | None, most: int) -> dict[str, object]:
    """Return what the page says of a task."""
    name = plain(one.task, 80)
    shown, is_cut = fitting(answer or "", most)
    return {
        "name": name, "title": titles(assignment).get(one.task, name),
        "points": one.points, "of": one.of, "sentence": plain(one.sentence, 1000),
        "word": WORDS.get(one.code, "no answer to be read"), "kind": kind(one.code),
        "answer": shown, "cut": is_cut, "has_section": bool(shown) or kind(one.code) != "lost",
    }  # fmt: skip


def kind(code: str) -> str:
    """Return the kind of a reason code, of which there are few."""
    return "lost" if code in REASONS else code if code in WORDS else "other"


def fitting(source: str, most: int) -> tuple[Markup, bool]:
    """Return as much of a source as fits in so many bytes of HTML, and whether it was cut."""
    made = [visible(char) for char in source.replace("\r\n", "\n")[: most + 1]]
    ends = list(accumulate(len(one.encode()) for one in made))
    kept = [one for one, end in zip(made, ends, strict=True) if end <= most]
    return Markup("").join(kept), len(kept) < len(made)


@cache
def visible(char: str) -> Markup:
    """Return a character as HTML; one that is not seen by its number."""
    if char.isprintable() or char in "\n\t":
        return escape(char)
    return Markup("<mark>U+{:04X}</mark>").format(ord(char))


@cache
def titles(assignment: str) -> Mapping[str, str]:
    """Return the headings of an assignment's tasks, without their numbers and points."""
    found, heading = {}, ""
    for one in nbformat.read(path_of(assignment), as_version=4).cells:
        if one.cell_type == "markdown":
            heading = ([heading, *HEADING.findall(one.source)])[-1]
        for task in answers_in([one]):
            found[task] = heading or task
    return found
