"""Set the environment up: uv by pip, the locked packages by uv, then the project itself.

Only the standard library here: this runs before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from poollab.__main__ import complaint
from poollab.environment import Environment
from poollab.errors import PoolLabError

UNFINISHED = "unfinished"
OFFLINE = "Without a network nothing can be fetched: connect, and run the same again."


def set_up(environment: Environment) -> None:
    """Make the environment, or bring it in step with the lock; heal one that was left half-made.

    Raises PoolLabError when it can't, as in an image, which has its packages from its build.
    """
    if environment.of_image:
        raise PoolLabError(
            "This image has packages for another version of the course: build it anew, with "
            "`docker compose build` where compose.yaml is, and start it again."
        )
    began = time.monotonic()
    try:
        # uv takes packages for installed that were half copied when it was killed.
        anew = environment.stamped() == UNFINISHED or not is_sound(environment)
        if anew and not environment.is_conda:
            create(environment)
        environment.stamp.write_text(UNFINISHED)
        fetch_uv(environment)
        install(environment, ["--reinstall"] if anew and environment.is_conda else [])
        environment.stamp.write_text(environment.wanted())
    except OSError as error:
        raise PoolLabError(
            f"Can't set up {environment.folder} ({error}). Close what uses it, see that it is "
            "yours and has room, and run the same again."
        ) from error
    print(f"Ready after {time.monotonic() - began:.0f} s.", flush=True)


def is_sound(environment: Environment) -> bool:
    """Return whether it can be built upon: Python and pip answer, and it has not been moved.

    Raises PoolLabError for a conda environment that can't be: that is not ours to remake.
    """
    moved = environment.stamped() is not None and not environment.sees_package()
    said = environment.output("-m", "pip", "--version") or ""
    found = re.search(r"python (\d+)\.(\d+)", said)
    if found and not complaint((int(found[1]), int(found[2]))):
        return not moved
    if environment.is_conda:
        raise PoolLabError(
            f"The activated conda environment {environment.folder} has no Python that will do, "
            "with pip. Run `conda install python=3.13 pip`, or deactivate it."
        )
    return False


def create(environment: Environment) -> None:
    """Make an empty environment in place of whatever is there."""
    print(f"Making {environment.folder} with Python {sys.version.split()[0]}", flush=True)
    if environment.folder.exists():
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    environment.stamp.write_text(UNFINISHED)
    # Not sys.executable: that may be in the very environment that was just removed.
    base = str(getattr(sys, "_base_executable", sys.executable))
    run_quietly(
        [base, "-m", "venv", environment.folder],
        "Python can't make an environment",
        "On Debian and Ubuntu run `sudo apt install python3-venv`, then the same again.",
    )


def fetch_uv(environment: Environment) -> None:
    """Install the locked uv by pip, unless it is there: it is many times faster than pip."""
    lock = (environment.root / "requirements.lock").read_text()
    found = re.search(r"^uv==(\S+).*?(?=^\w|\Z)", lock, re.MULTILINE | re.DOTALL)
    if not found:
        raise PoolLabError("requirements.lock names no uv. Take the file from git again.")
    if (environment.output("-m", "uv", "--version") or "").startswith(f"uv {found[1]} "):
        return
    print(f"Fetching uv {found[1]}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder, "uv.txt")
        line.write_text(found[0])
        pip = ["-m", "pip", "install", "--require-hashes", "-r", str(line)]
        run_quietly([environment.python, *pip], "pip can't fetch uv", OFFLINE)


def install(environment: Environment, options: list[str]) -> None:
    """Install the locked packages, each checked against its hashes, and the project."""
    print("Installing the locked packages; at first, compiling them takes a while", flush=True)
    python, root = str(environment.python), str(environment.root)
    uv = [python, "-m", "uv", "pip", "install", "--python", python]
    # Compiled once, here: else the first kernel does it, and where Python may not write, each.
    lock = ["--require-hashes", "--requirement", "requirements.lock", "--compile-bytecode"]
    lock += options
    project = ["--quiet", "--no-deps", "--editable", root]  # has no hash, hence a call of its own
    for what in (lock, project):
        if subprocess.run([*uv, *what], cwd=root).returncode:
            raise PoolLabError(f"The packages can't be installed, for the reason above. {OFFLINE}")


def run_quietly(command: list[str | Path], failure: str, way_out: str) -> None:
    """Run a command; only when it fails, raise PoolLabError with its last error and a way out."""
    surroundings = {"PIP_RETRIES": "2", "PIP_DISABLE_PIP_VERSION_CHECK": "1"} | os.environ
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings)
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
        last = [line for line in lines if line.startswith("ERROR")] or lines
        raise PoolLabError(f"{failure} ({last[-1]}). {way_out}")
