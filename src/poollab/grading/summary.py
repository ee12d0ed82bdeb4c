"""What is said of a graded class at the end, in words for a terminal."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import median

from poollab.assignments.file import REASONS
from poollab.assignments.results import TaskResult
from poollab.grading.marks import Alike
from poollab.grading.result import Result
from poollab.plain import number, plain, some

UNTRIED = ("slow", "broken")
MOST = 20  # lines of names


def summary(results: list[Result], alike: Alike | None = None) -> str:
    """Return some lines on each assignment; ``alike`` is what answers are alike."""
    if not results:
        return "Nothing is graded."
    found = defaultdict(list)
    for one in results:
        found[one.assignment].append(one)
    parts = [part for here in found.values() for part in (marks(here), tasks(here), looks(here))]
    return "\n\n".join(filter(None, [*parts, alikes(alike or {})]))


def marks(results: list[Result]) -> str:
    """Return how many there are, their points, and how long they took."""
    kinds = Counter(map(kind, results))
    lines = [
        f"{results[0].assignment}: {submissions(len(results))}",
        f"  {kinds['tried']} with answers, {kinds['stub']} as it came, "
        f"{kinds['unreadable']} that can't be read",
    ]
    if points := [one.points for one in results if kind(one) == "tried"]:
        lines.append(
            f"  points of those with answers: {number(min(points))} to {number(max(points))} of "
            f"{number(results[0].of)}, median {number(median(points))}"
        )
    times = {one.student: sum(task.seconds for task in one.tasks) for one in results}
    slowest = max(times, key=lambda name: times[name])
    lines.append(
        f"  seconds a submission: median {median(times.values()):.1f}, "
        f"most {times[slowest]:.1f} ({plain(slowest, 60)})"
    )
    if trusted := sum(not one.walled for one in results):
        lines.append(f"  {submissions(trusted)} without the wall: in a trusted run")
    return "\n".join(lines)


def submissions(count: int) -> str:
    """Return how many, in words."""
    return f"{count} submission{'s' * (count != 1)}"


def kind(result: Result) -> str:
    """Return what a submission is as a whole: with answers, as it came, or unreadable."""
    codes = {one.code for one in result.tasks}
    if codes <= {"stub", *REASONS}:
        return "stub" if "stub" in codes else "unreadable"
    return "tried"


def tasks(results: list[Result]) -> str:
    """Return a line for each task, with what was said most often where it was not right."""
    found: dict[str, list[TaskResult]] = defaultdict(list)
    for result in results:
        if kind(result) == "tried":
            for one in result.tasks:
                found[one.task].append(one)
    lines = {name: line(name, those) for name, those in found.items()}
    order = sorted(lines, key=lambda name: sum(one.code == "right" for one in found[name]))
    return "\n".join(
        ["Tasks, the hardest first:", *(lines[name] for name in order)] if lines else []
    )


def line(name: str, found: list[TaskResult]) -> str:
    """Return how a task went."""
    codes = Counter(one.code for one in found)
    missed = len(found) - codes["right"] - codes["part"]
    said = f"  {plain(name, 60)}: {codes['right']} right, {codes['part']} in part, {missed} missed"
    sentences = Counter(plain(one.sentence, 160) for one in found if one.code != "right")
    for sentence, times in sentences.most_common(1):
        said += f"; most often ({times}): {sentence}"
    return said


def looks(results: list[Result]) -> str:
    """Return whom to look at: what could not be read, or not be tried to its end."""
    lines = [
        f"  {plain(result.student, 60)}: {what}"
        for result in results for what in dict.fromkeys(amiss(result))
    ]  # fmt: skip
    return listed("Look at these:", lines)


def amiss(result: Result) -> Iterator[str]:
    """Yield what is amiss with a submission, apart from wrong answers."""
    lost = kind(result) == "unreadable"
    for one in result.tasks:
        if one.code in UNTRIED or one.code in REASONS:
            name = "" if lost else f"{plain(one.task, 60)}: "
            yield f"{name}{plain(one.sentence, 160)} ({one.code})"
    yield from (plain(remark, 160) for remark in result.remarks)


def alikes(alike: Alike) -> str:
    """Return whose answers are like others, names and layout aside."""
    lines = []
    for student, found in alike.items():
        by_what = defaultdict(list)
        for task, what in found.items():
            by_what[what].append(task)
        lines += [
            f"  {plain(student, 60)}: {plain(what)} ({some(names)})"
            for what, names in by_what.items()
        ]
    return listed("Alike, names and layout aside (no points hang on it):", lines)


def listed(heading: str, lines: list[str]) -> str:
    """Return lines under a heading, nothing without lines, not all if there are too many."""
    more = [f"  and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n".join([heading, *lines[:MOST], *more]) if lines else ""
