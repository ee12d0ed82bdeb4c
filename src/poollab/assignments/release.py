"""Makes the exercises from the solutions, and the package's copy of them; no work is lost."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from poollab.assignments.renew import renew
from poollab.assignments.validate import exercise
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner.release import RELEASED, path_of
from poollab.examiner.tasks import ASSIGNMENTS


def generate(root: Path, folder: Path) -> None:
    """Write the release of every assignment into a folder, with nbgrader.

    Raises PoolLabError with nbgrader's reason when it refuses.
    """
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--no-db", "--force"]
    for assignment in ASSIGNMENTS:
        done = subprocess.run(
            [*command, f"--CourseDirectory.release_directory={folder}", assignment],
            cwd=root, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
            raise PoolLabError(f"nbgrader can't release {assignment}: {last}")


def release(root: Path) -> list[str]:
    """Bring ``exercises/`` and the package's copy of it up to date; return what was changed.

    The copy is what answers are held against: nobody works in it.
    """
    said = []
    with tempfile.TemporaryDirectory(prefix="poollab-") as made:
        generate(root, Path(made))
        for assignment in ASSIGNMENTS:
            new = path_of(assignment, Path(made, assignment))
            old = path_of(assignment, root / RELEASED.relative_to(ROOT))
            said += renew(exercise(assignment, root), old, new)
            shutil.copyfile(new, old)
    return said or ["exercises/ is up to date."]
