"""What an exercise imports: ``check`` has one answer examined, and shows the verdict."""

import atexit
import contextlib
import io
import os
import sys
from typing import Any

from poollab import postgres
from poollab.assignments.answers import answer
from poollab.assignments.progress import note, report
from poollab.assignments.ran import another, history, watch
from poollab.examiner.asking import Examiner
from poollab.examiner.release import Release
from poollab.examiner.tasks import find
from poollab.postgres.instance import Postgres
from poollab.wall import reporting


class Result:
    """What ``check`` returns: shown as a line in a notebook, as a number to nbgrader."""

    def __init__(self, task: str, verdict: dict[str, Any]) -> None:
        """Show this verdict, as the examiner's process gave it."""
        self.task, self.verdict = task, verdict

    def __repr__(self) -> str:
        # nbgrader takes the last value of a grade cell for its points, if it is a number
        return f"{self.verdict['points']:g}"

    def _repr_html_(self) -> str:
        points, of = self.verdict["points"], self.verdict["of"]
        if not of:
            return "<b>○ not tried yet</b>"
        sign = "✓" if points == of else "○"
        return f"<b>{sign} {points:g} of {of:g} points</b>"  # the sentence stands printed above


ANOTHER = (
    "Another answer than this would be marked: the last cell above this check that defines {}, "
    "as it stands now. Keep one, and run it."
)
TABLES = """
    CREATE TABLE IF NOT EXISTS orders AS
        SELECT n AS number, 'dish ' || n AS dish, 10 + n AS price FROM generate_series(1, 40) n;
    CREATE TABLE IF NOT EXISTS portions AS SELECT number, 10 AS available FROM orders;
    CREATE TABLE IF NOT EXISTS payments (number int PRIMARY KEY);
    GRANT ALL ON orders, portions, payments TO public;
"""


def start() -> Postgres:
    """Start PostgreSQL for this notebook, and the examiner; return the server, to try things on.

    It has tables like those of an examination. Called again it returns the server that is running.
    """
    watch()
    examiner()
    db = server()
    db.query(TABLES)
    return db


def server() -> Postgres:
    """Return the server that answers are examined on."""
    return postgres.start(name="exercise", max_connections=100)


def examiner() -> Examiner:
    """Return this kernel's examiner, a new one if the last has ended."""
    global _examiner
    if _examiner is None or not _examiner.runs:
        _examiner = Examiner()
        atexit.register(_examiner.stop)
    return _examiner


_examiner: Examiner | None = None


def check(task: str) -> Result:
    """Have the answer to a task examined, such as ``leaks/early_return``.

    The answer is the cell that was run last of those that define the task's function, as
    ``assignments.answers`` says. It runs in a process of its own, not in this kernel, and so must
    contain all that it uses, but for what the notebook gives. Raises PoolLabError when the examiner
    can't work.
    """
    asked = find(task)
    stub = Release.of(asked.assignment).stub(asked.name)
    source = answer(task, history(), stub)
    if source is None:
        print("Run the cell with your answer first, then this one.")
        return Result(task, {"points": 0.0, "of": 0.0, "sentence": ""})
    print("Your answer is being tried …", flush=True)
    with contextlib.redirect_stdout(io.StringIO()):  # the server has introduced itself before
        db = server()
    verdict = examiner().ask(task=task, source=source, server=db.superuser_dsn, prefix=db.role_name)
    note(task, verdict["points"])
    if source.strip() != stub.strip():
        reporting.tell(task, passed=verdict["points"] == verdict["of"])
    # nbgrader's Validate shows what stands on stderr as the reason why a cell failed
    is_validated = os.environ.get("NBGRADER_EXECUTION") == "validate"
    failed = is_validated and verdict["points"] < verdict["of"]
    print(verdict["sentence"], file=sys.stderr if failed else sys.stdout)
    if another(task, source):
        print(ANOTHER.format(asked.name))
    return Result(task, verdict)


def progress(*assignments: str) -> None:
    """Print the points of the last check of each task; of all assignments if none is named."""
    print(report(list(assignments)))
