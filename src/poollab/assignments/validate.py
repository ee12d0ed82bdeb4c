"""Validates exercises as nbgrader's button does, and says by the exit code how it went."""

import contextlib
import io
import os
from pathlib import Path

from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import cells
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS


def exercise(assignment: str, root: Path = ROOT) -> Path:
    """Return the notebook of an assignment that a learner works in."""
    return root / "exercises" / assignment / f"{assignment}.ipynb"


def chosen(arguments: list[str]) -> list[Path]:
    """Return the notebooks meant: assignments by name, notebooks by path, else all exercises.

    Raises PoolLabError for what is neither.
    """
    paths = [exercise(one) if one in ASSIGNMENTS else Path(one) for one in arguments]
    for path in paths:
        if path.suffix != ".ipynb" or not path.is_file():
            raise PoolLabError(
                f"{path} is no notebook: name one, or an assignment ({', '.join(ASSIGNMENTS)})."
            )
    return paths or [exercise(one) for one in ASSIGNMENTS]


def report(arguments: list[str]) -> int:
    """Run each notebook with nbgrader's validator and print what fails; return 1 if any does."""
    worst = 0
    for path in chosen(arguments):
        said = validated(path)
        print(f"{path}:\n{said}")
        worst |= not said.startswith("Success")
    return worst


def validated(path: Path) -> str:
    """Return what nbgrader's validator says of a notebook, or why it can't be read."""
    from nbgrader.validator import Validator
    from traitlets.config.loader import PyFileConfigLoader

    validator = Validator(config=PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config())
    validator.stream = said = io.StringIO()
    here = Path.cwd()
    try:
        cells(path.resolve())
        with contextlib.redirect_stderr(io.StringIO()):
            validator.validate_and_print(str(path.resolve()))
    except Unreadable as reason:
        return f"{reason}\n"
    finally:
        os.chdir(here)
    return said.getvalue()
