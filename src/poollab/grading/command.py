"""``poollab grade``: from what was handed in to marks in the gradebook and files for the LMS."""

import argparse
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from poollab.alike.compare import alike
from poollab.collecting.collect import collect
from poollab.collecting.handed_in import HandedIn
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.grading import outputs, workers
from poollab.grading.book import Book
from poollab.grading.journal import Journal
from poollab.grading.result import Result
from poollab.grading.run import Class, Wanted, grade
from poollab.grading.summary import summary

TRUSTED = "This was a trusted run: answers were examined without a wall around them."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    made = argparse.ArgumentParser(
        "poollab grade", description="Grade a class.", allow_abbrev=False
    )
    say = made.add_argument
    say("assignment", choices=ASSIGNMENTS)
    say(
        "where",
        nargs="?",
        type=Path,
        help="what was handed in: a folder or a zip of an LMS, "
        "or one notebook; by default submitted/, as nbgrader has it",
    )
    say(
        "--rule",
        default="",
        metavar="REGEX",
        help="how files are named, if not as an LMS names "
        "them: with groups such as (?P<student_id>…), as in nbgrader's zip_collect",
    )
    say(
        "--roster",
        type=Path,
        metavar="CSV",
        help="Moodle's grading worksheet, or Canvas's "
        "export of its gradebook: it is written again with the marks in it",
    )
    say("--column", default="", metavar="HEADING", help="where the marks stand in the roster")
    say(
        "--only",
        nargs="+",
        action="extend",
        metavar="STUDENT",
        default=[],
        help="examine these students only",
    )
    say("--again", action="store_true", help="examine also what was examined before")
    say(
        "--trusted",
        action="store_true",
        help="for your own work: examine without containers, "
        "so without a wall between the answers and this machine",
    )
    say("--at-once", type=int, metavar="N", help="so many submissions; by default as many as fit")
    say("--cluster", metavar="ADDRESS", help="have a Dask cluster examine: tcp://host:8786")
    say("--gradebook", metavar="URL", default="", help="of nbgrader; by default gradebook.db")
    say("--course", type=Path, metavar="FOLDER", default=ROOT, help="by default this clone")
    return made  # fmt: skip


def report(arguments: list[str]) -> int:
    """Grade a class; print a summary, and where the marks are. Returns 1 if any is missing."""
    given = parser().parse_intermixed_args(arguments)
    course, assignment = given.course.resolve(), given.assignment
    with examining(given) as executor:
        handed_in = collect(given.where or course / "submitted", assignment, course, given.rule)
        check(handed_in, given.only)
        what = Class(assignment, handed_in, course / "submitted", given.trusted)
        out = course / "graded" / assignment
        book = Book(course, assignment, given.gradebook)
        students = {one.student.id: book.known(one.student) for one in handed_in}
        with bar(len(given.only) or len(handed_in)) as step:

            def done(result: Result, is_new: bool) -> None:
                student = students[result.student]
                if is_new or not book.has(student, result):
                    book.enter(student, result)
                step()

            journal = Journal(out / "results.jsonl")
            grade(what, executor, journal, done, Wanted(given.only, given.again))
    results = [book.by_hand(what.results[one]) for one in sorted(what.results)]
    words = alike(what.answers, assignment)
    print(summary(results, words))
    if results:
        outputs.write(results, students, what.answers, words, out)
        print(*outputs.write_tables(results, students, out, given.roster, given.column), sep="\n")
        print(f"Marks and feedback: {out}")
    if given.trusted:
        print(TRUSTED)
    return missing(what)


def missing(what: Class) -> int:
    """Say who has no marks; return 1 if there is anybody."""
    for student, problem in sorted(what.failed.items()):
        print(f"Not graded: {student}. {problem}")
    if what.failed:
        print("Run the same command again: it goes on with these.")
    return int(bool(what.failed))


def check(found: list[HandedIn], only: list[str]) -> None:
    """Raise PoolLabError for a name that nobody has."""
    if unknown := set(only) - {one.student.id for one in found}:
        raise PoolLabError(f"Nobody of that name has handed in: {', '.join(sorted(unknown))}.")


@contextlib.contextmanager
def examining(given: argparse.Namespace) -> Iterator[Executor]:
    """Give where submissions are examined. Raises PoolLabError when nothing can be."""
    if given.cluster and given.trusted:
        raise PoolLabError("--trusted is for this machine alone, so not with --cluster.")
    number = given.at_once or (0 if given.cluster else workers.at_once(given.trusted))
    with workers.cluster(given.cluster) if given.cluster else workers.threads(number) as found:
        yield found


@contextlib.contextmanager
def bar(number: int) -> Iterator[Callable[[], object]]:
    """Show how far the run is, and how long it may last; yield what moves it on."""
    from tqdm import tqdm

    with tqdm(total=number, desc="Submissions", unit="", disable=None) as shown:
        yield shown.update
