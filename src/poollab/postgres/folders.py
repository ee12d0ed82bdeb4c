"""Removing folders together with the processes that work in them."""

import contextlib
import os
import shutil
import time
from pathlib import Path

import psutil

from poollab.errors import PoolLabError

PATIENCE = 20  # seconds that processes get to let go of a folder
LOOKS = 10  # that they get at least: on a very busy machine one may take all the seconds
GRACE = 3  # seconds that PostgreSQL gets to end by itself: killed, it leaves shared memory behind


def remove(folders: list[str]) -> None:
    """End the server or whatever else runs in these folders, and remove them.

    Raises PoolLabError when one can't be removed.
    """
    for folder in map(Path, folders):
        start, looks = time.monotonic(), 0
        while (found := processes(folder)) or folder.exists():
            waited, looks = time.monotonic() - start, looks + 1
            if waited > PATIENCE and looks > LOOKS:
                raise PoolLabError(f"Can't remove {folder}: remove it yourself.")
            stop_server(folder / "data")
            for process in found:
                if waited > GRACE or "postgres" not in (process.info["name"] or ""):
                    with contextlib.suppress(psutil.Error):
                        process.kill()
            if not found:
                shutil.rmtree(folder, ignore_errors=True)
            time.sleep(0.01)


def stop_server(data: Path) -> None:
    """Stop the server of a data directory at once; one that is being initialised goes on."""
    from poollab.postgres.wheel import run

    if (data / "postmaster.pid").exists():
        with contextlib.suppress(PoolLabError):
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))


def processes(folder: Path) -> list[psutil.Process]:
    """Return the processes that were given the folder or stand in it, as all of PostgreSQL do."""

    def belongs(process: psutil.Process) -> bool:
        words = [*(process.info["cmdline"] or ()), process.info["cwd"] or ""]
        return process.pid != os.getpid() and any(str(folder) in word for word in words)

    return list(filter(belongs, psutil.process_iter(["name", "cmdline", "cwd"])))
