"""Starts the load process, follows its progress, and never leaves it behind."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from poollab.errors import PoolLabError

# A session or group of its own: the Ctrl-C meant for this process must not reach it.
if sys.platform == "win32":
    _APART: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _APART: dict[str, Any] = {"start_new_session": True}

BAR = "{l_bar}{bar}| {n:.1f} of {total:.1f} s{postfix}"


def work(job: dict[str, Any], label: str, progress: bool) -> dict[str, Any]:
    """Have the load process do ``job``, with a bar if ``progress``, and return what it found.

    PoolLabError when it ends without a result. Whatever interrupts this kills it.
    """
    # Here, because the load process imports this module too and has no time for it.
    from tqdm.auto import tqdm

    bar = tqdm(total=job["seconds"], desc=label, leave=False, disable=not progress, bar_format=BAR)
    said = ""
    with bar, worker("poollab.load.worker", job) as process:
        for said in process.stdout or ():
            if not said.startswith("{"):
                continue
            line = json.loads(said)
            if "result" in line:
                found: dict[str, Any] = line["result"]
                return found
            bar.n = min(line["elapsed"], bar.total)
            bar.set_postfix_str(f"{line['ended']:,} requests")
    raise PoolLabError(f"the load process ended without a result: {said.strip()}")


@contextmanager
def worker(module: str, job: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """Give a process that runs a module of this package on ``job``; it is gone on leaving."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        **_APART,
    ) as process:
        try:
            assert process.stdin
            with suppress(BrokenPipeError):
                print(json.dumps(job), file=process.stdin, flush=True)
            yield process
        finally:
            process.kill()
            process.wait()
