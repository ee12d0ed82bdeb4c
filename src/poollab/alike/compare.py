"""Which answers are alike: with the solution that is published, or with one another's.

Names, layout and words to readers are aside: what is compared is a normal form. It says that two
answers are built in the same way, not how that came about. What the release says itself does not
count, nor an answer so short that right ones can hardly differ.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import nbformat

from poollab.alike.form import form, forms, parsed
from poollab.alike.names import imports
from poollab.environment import ROOT
from poollab.examiner.release import Release, answers_in, path_of

LEAST = 50
"""Nodes that an answer must have beyond those of the stub to be compared.

From here on no two right answers in ``tests/answers`` are alike, of those that are not too short:
two thirds of all, and the solutions of half of the tasks.
"""
PUBLISHED = "the published solution"

Answers = dict[str, dict[str, str]]


def alike(answers: Answers, assignment: str) -> Answers:
    """Return what answers are alike, by student and task, from answers by student and task.

    Such as “the published solution”, “the answer of anna”, “the answers of 3 others”; those that
    are like no other are not there.
    """
    groups = grouped(answers, assignment)
    known = published(assignment)
    found: Answers = {}
    for (task, digest), students in groups.items():
        for student in students:
            others = [other for other in students if other != student]
            if known.get(task) == digest:
                found.setdefault(student, {})[task] = PUBLISHED
            elif others:
                found.setdefault(student, {})[task] = of(others)
    return found


def of(others: list[str]) -> str:
    """Return whose answers they are."""
    return (
        f"the answer of {others[0]}" if len(others) == 1 else f"the answers of {len(others)} others"
    )


def grouped(answers: Answers, assignment: str) -> dict[tuple[str, str], list[str]]:
    """Return the students by task and by the digest of what they answered."""
    groups = defaultdict(list)
    for student, theirs in answers.items():
        for task, source in theirs.items():
            if digest := digest_of(source, assignment, task):
                groups[task, digest].append(student)
    return groups


def digest_of(source: str, assignment: str, task: str) -> str:
    """Return the digest of an answer; empty if it is too little, or the release's own text."""
    given = given_in(assignment)
    made = form(source, given.names, given.digests)
    least = form(Release.of(assignment).stub(task), given.names).size + LEAST
    return made.digest if made.size >= least else ""


@dataclass(frozen=True)
class Given:
    """What the release says: names that it imports for all answers, and digests of its code."""

    names: dict[str, str]
    digests: frozenset[str]


@cache
def given_in(assignment: str) -> Given:
    """Return what the release of an assignment says: its cells, and each statement of them."""
    names = imports(parsed(Release.of(assignment).given))
    cells = nbformat.read(path_of(assignment), as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    found = {one.digest for source in code for one in forms(source, names) if one.size > 1}
    return Given(names, frozenset(found))


@cache
def published(assignment: str) -> dict[str, str]:
    """Return the digests of the published solution by task; none where it is not there."""
    path = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
    if not path.is_file():
        return {}
    solution = answers_in(nbformat.read(path, as_version=4).cells)
    return {task: digest_of(source, assignment, task) for task, source in solution.items()}
