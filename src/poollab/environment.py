"""The environment that every command runs in: where it is, and whether it is as the lock says.

Only the standard library here: this runs before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Environment:
    """A folder of installed packages: ``.venv``, the activated conda environment, or an image's."""

    def __init__(self, root: Path = ROOT) -> None:
        """Find the environment of the project at ``root``."""
        conda = os.environ.get("CONDA_PREFIX")
        self.is_conda = bool(conda) and os.environ.get("CONDA_DEFAULT_ENV") != "base"
        self.root = root
        self.of_image = os.environ.get("POOLLAB_ENVIRONMENT", "")
        """The folder of packages that an image has and nobody changes; empty outside of one."""
        self.folder = Path(conda) if conda and self.is_conda else root / ".venv"
        self.lock = root / "requirements.lock"
        if self.of_image:
            self.folder = Path(self.of_image)
            self.lock = root / "docker" / "lab" / "seat.lock"
        self.stamp = self.folder / "poollab.stamp"
        if os.name != "nt":
            self.python = self.folder / "bin" / "python"
        else:
            self.python = self.folder / ("." if self.is_conda else "Scripts") / "python.exe"

    def is_inside(self) -> bool:
        """Return whether this very process runs in it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def is_ready(self) -> bool:
        """Return whether it was set up for the lock as it is now and still answers (50 ms)."""
        return self.stamped() == self.wanted() and (self.is_inside() or self.sees_package())

    def stamped(self) -> str | None:
        """Return what the last set-up wrote down, or None when there was none."""
        return self.stamp.read_text() if self.stamp.is_file() else None

    def wanted(self) -> str:
        """Return what a set-up for the lock as it is now writes down."""
        files = [self.root / "requirements.lock", self.root / "pyproject.toml"]
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def sees_package(self) -> bool:
        """Return whether its Python runs and imports the package from this very place."""
        where = "import poollab; print(*poollab.__path__)"
        return self.output("-I", "-c", where) == str(self.root / "src" / "poollab")

    def output(self, *arguments: str) -> str | None:
        """Return what its Python prints when run with ``arguments``, or None when it fails."""
        try:
            done = subprocess.run([self.python, *arguments], capture_output=True, text=True)
        except OSError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None


def in_hub() -> bool:
    """Return whether a hub has started this, and said where it is to be heard."""
    return "JUPYTERHUB_SERVICE_URL" in os.environ


def find_programs() -> None:
    """Have the programs of the environment that this process runs in found by their names."""
    scripts, path = sysconfig.get_path("scripts"), os.environ.get("PATH", "")
    if path.split(os.pathsep)[0] != scripts:
        os.environ["PATH"] = os.pathsep.join(filter(None, [scripts, path]))


def become(*command: str | Path) -> NoReturn:
    """Go on as another program; what runs until now ends here."""
    words = [os.fspath(word) for word in command]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(words[0], words)
    # Windows has no such thing: wait for the other, leaving Ctrl-C to it.
    with subprocess.Popen(words) as other:
        while True:
            try:
                sys.exit(other.wait())
            except KeyboardInterrupt:
                continue
