"""Removing folders together with the processes that work in them."""

import contextlib
import shutil
import time
from pathlib import Path

import psutil

from poollab.errors import PoolLabError

PATIENCE = 20  # seconds that processes get to let go of a folder
GRACE = 3  # seconds in which a server process ends by itself when its input does


def remove(folders: list[str]) -> None:
    """End the server or whatever else runs in these folders, and remove them.

    Raises PoolLabError when one can't be removed.
    """
    for folder in map(Path, folders):
        stop_server(folder / "data")
        deadline = time.monotonic() + PATIENCE
        while (found := processes(folder)) or folder.exists():
            if time.monotonic() > deadline:
                raise PoolLabError(f"Can't remove {folder}: remove it yourself.")
            end(found)
            shutil.rmtree(folder, ignore_errors=True)
            time.sleep(0.01)


def stop_server(data: Path) -> None:
    """Stop the server of a data directory at once; while one is being initialised, do nothing."""
    from poollab.postgres.wheel import run

    if (data / "postmaster.pid").exists():
        with contextlib.suppress(PoolLabError):
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))


def processes(folder: Path) -> list[psutil.Process]:
    """Return the processes that were given the folder or stand in it, as all of PostgreSQL do."""
    return [
        process
        for process in psutil.process_iter(["name", "cmdline", "cwd"])
        if any(str(folder) in part for part in process.info["cmdline"] or ())
        or (process.info["cwd"] or "").startswith(str(folder))
    ]


def end(found: list[psutil.Process]) -> None:
    """Kill processes; a PostgreSQL without a supervisor first gets time to end by itself.

    Killed, it would leave its shared memory behind.
    """
    servers = [process for process in found if "postgres" in (process.info["name"] or "")]
    for group, grace in ([p for p in found if p not in servers], 0), (servers, GRACE):
        _, alive = psutil.wait_procs(group, grace)
        for process in alive:
            with contextlib.suppress(psutil.Error):
                process.kill()
