"""Makes the exercises from the solutions; what a learner has changed is kept aside."""

import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from poollab.errors import PoolLabError
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
    """Bring ``exercises/`` up to date; return a line for each file that was changed.

    A notebook that is neither the new release nor the committed one is somebody's work: it is
    kept beside the new one.
    """
    said = []
    with tempfile.TemporaryDirectory(prefix="poollab-") as made:
        generate(root, Path(made))
        for new in sorted(path for path in Path(made).rglob("*") if path.is_file()):
            old = root / "exercises" / new.relative_to(made)
            name = old.relative_to(root).as_posix()
            if old.exists() and old.read_bytes() == new.read_bytes():
                continue
            if old.exists() and old.read_bytes() != committed(root, name):
                aside = old.with_stem(f"{old.stem} kept {datetime.now():%Y-%m-%d %H.%M.%S}")
                old.rename(aside)
                said.append(f"{name} had been changed: it is kept as {aside.name}.")
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, old)
            said.append(f"{name} is new.")
    return said or ["exercises/ is up to date."]


def committed(root: Path, name: str) -> bytes:
    """Return a file as git has it, or nothing."""
    done = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=root, capture_output=True)
    return done.stdout if done.returncode == 0 else b""
