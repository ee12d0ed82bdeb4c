"""nbgrader's gradebook from a command of ours: assignments in it, and verdicts that are there."""

import contextlib
import functools
import glob
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from poollab.assignments.results import Verdicts
from poollab.environment import ROOT
from poollab.errors import PoolLabError


def course(folder: Path, db_url: str = "") -> Any:
    """Return nbgrader's interface (``NbGraderAPI``) to the course in a folder.

    Its gradebook is ``gradebook.db`` there, unless ``db_url`` names another. A course without
    ``solutions/`` takes those of this clone.
    """
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    from poollab.assignments.timestamp import Interface

    config = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    config.CourseDirectory.root = str(folder.resolve())
    if not (folder / "solutions").is_dir():
        config.CourseDirectory.source_directory = str(ROOT / "solutions")
    if db_url:
        config.CourseDirectory.db_url = db_url
    return Interface(CourseDirectory(config=config), config=config)


def registered(api: Any, assignment: str) -> None:
    """Enter an assignment in the gradebook, from ``solutions/``, if it is not there yet.

    Raises PoolLabError with nbgrader's reason.
    """
    from nbgrader.utils import capture_log, temp_attrs

    from poollab.assignments.register import Register, is_registered

    with temp_attrs(api.coursedir, assignment_id=assignment):
        if is_registered(api.coursedir):
            return
        result = capture_log(Register(coursedir=api.coursedir, parent=api, is_aside=True))
    done(result)


def entered(api: Any, assignment: str, student: str, verdicts: Verdicts) -> None:
    """Enter a submission in the gradebook and in ``autograded/``, with verdicts that are there.

    All is as if nbgrader's autograde had found them: they are given by the task's name, for each
    task. Raises PoolLabError. One thread at a time: nbgrader changes the working directory.
    """
    from nbgrader.utils import capture_log, temp_attrs

    from poollab.assignments.autograde import Grade

    with temp_attrs(api.coursedir, assignment_id=assignment, student_id=glob.escape(student)):
        grade = Grade(coursedir=api.coursedir, parent=api)
        grade.force, grade.given = True, verdicts
        result = capture_log(grade)
    done(result)


def one_engine() -> Callable[[], AbstractContextManager[None]]:
    """Return what makes blocks in which all looks into a gradebook share one engine.

    nbgrader makes an engine for each look, a dozen for a submission, and SQLAlchemy compiles each
    statement anew for each engine. As ever, nbgrader closes the connections after the look. One
    thread at a time.
    """
    from nbgrader import api

    shared = functools.cache(api.create_engine)  # one for each URL

    @contextlib.contextmanager
    def block() -> Iterator[None]:
        before = api.create_engine
        api.create_engine = shared  # nbgrader has no setting for this
        try:
            yield
        finally:
            api.create_engine = before

    return block


def done(result: dict[str, Any]) -> None:
    """Raise PoolLabError, with nbgrader's reason, when a step has failed.

    Raises KeyboardInterrupt when it was that: nbgrader takes it for a failure.
    """
    if result["success"]:
        return
    error = str(result.get("error", "")).strip().splitlines()
    if error and error[-1] == "KeyboardInterrupt":
        raise KeyboardInterrupt
    # the last line of the traceback in the log says more than what is raised
    log = str(result.get("log", "")).splitlines()
    traced = [line.strip() for line in log if line.startswith("    ") and line.strip()]
    words = [*error[-1:], *traced[-1:]]
    raise PoolLabError(f"nbgrader failed: {words[-1] if words else 'it gave no reason'}.")
