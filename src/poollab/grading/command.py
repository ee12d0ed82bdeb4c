"""``poollab grade``: from what was handed in to marks in the gradebook and files for the LMS."""

import contextlib
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from difflib import get_close_matches

from poollab.alike.compare import alike
from poollab.collecting.collect import collect
from poollab.collecting.handed_in import HandedIn
from poollab.errors import PoolLabError
from poollab.grading import outputs, workers
from poollab.grading.arguments import parser
from poollab.grading.book import Book
from poollab.grading.journal import Journal
from poollab.grading.result import Result
from poollab.grading.run import Class, Wanted, grade
from poollab.grading.sheet import Sheet
from poollab.grading.summary import summary
from poollab.plain import some

TRUSTED = "This was a trusted run: answers were examined without a wall around them."
STOPPED = "Stopped. What was examined is kept: run it again, without --again, for the rest."


def report(arguments: list[str]) -> int:
    """Grade a class; print a summary, and where the marks are. Returns 1 if any is missing."""
    given = parser().parse_intermixed_args(arguments)
    course, assignment = given.course.resolve(), given.assignment
    if given.roster:
        Sheet.read(given.roster)  # one that can't be read is said now, and not after an hour
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
                book.introduce(student)
                if is_new or not book.has(student, result):
                    book.enter(student, result)
                step()

            journal = Journal(out / "results.jsonl")
            wanted = Wanted(given.only, given.again)
            grade(what, executor, journal, done, wanted, shared=not given.cluster)
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
    students = defaultdict(list)
    for student, problem in sorted(what.failed.items()):
        students[problem].append(student)
    for problem, names in students.items():
        print(f"Not graded, {len(names)}: {some(names)}. {problem}")
    if what.failed:
        print("Run the same command again: it goes on with these.")
    return int(bool(what.failed))


def check(found: list[HandedIn], only: list[str]) -> None:
    """Raise PoolLabError for an id that nobody has; it names those that are like it."""
    ids = [one.student.id for one in found]
    if unknown := sorted(set(only) - set(ids)):
        begin = [id for id in ids for one in unknown if one.casefold() in id.casefold()]
        like = begin or get_close_matches(unknown[0], ids, cutoff=0.5)
        raise PoolLabError(
            f"Nobody with this id has handed in: {some(unknown)}. "
            + (f"There is {some(like)}." if like else "The ids are the folders in submitted/.")
        )


@contextlib.contextmanager
def examining(given: Namespace) -> Iterator[Executor]:
    """Give where submissions are examined. Raises PoolLabError when nothing can be.

    At Ctrl-C it says how to go on.
    """
    if given.cluster and given.trusted:
        raise PoolLabError("--trusted is for this machine alone, so not with --cluster.")
    if given.cluster and given.at_once:
        raise PoolLabError("--at-once is for this machine: say --nthreads to a cluster's workers.")
    with (
        workers.cluster(given.cluster) if given.cluster else workers.threads(number(given)) as found
    ):
        try:
            yield found
        except KeyboardInterrupt:
            print(STOPPED, file=sys.stderr)
            raise


def number(given: Namespace) -> int:
    """Return how many submissions are examined here at once. Raises PoolLabError for too many."""
    most = workers.at_once(given.trusted)
    if (given.at_once or 0) > most:
        raise PoolLabError(
            f"--at-once {given.at_once} is more than the {most} that this machine bears: verdicts "
            "would hang on how busy it is."
        )
    return given.at_once or most


@contextlib.contextmanager
def bar(number: int) -> Iterator[Callable[[], object]]:
    """Show how far the run is, and how long it may last; yield what moves it on."""
    from tqdm import tqdm

    with tqdm(total=number, desc="Submissions", unit="", disable=None) as shown:
        yield shown.update
