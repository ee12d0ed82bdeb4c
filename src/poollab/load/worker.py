"""The load process: a job in on stdin, progress and the result out on stdout, as JSON lines.

Run as ``python -m poollab.load.worker``. It ends by itself when its stdin closes, so it never
outlives the process that started it.
"""

import json
import os
import sys
import threading
from typing import Any

from poollab.load.plan import AtRate, WhenFree
from poollab.load.run import Run


def main() -> None:
    """Do the one job that stdin asks for."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    allow_open_files(job["clients"] + 64)
    _say(result=work(job))


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Send the load and return what was measured."""
    closed = job["per_second"] is None
    plan = (
        WhenFree(job["seconds"], job["requests"])
        if closed
        else AtRate(job["seconds"], job["per_second"])
    )
    address = (job["host"], job["port"])
    run = Run(plan, address, job["request"].encode(), job["clients"], job["timeout"])
    if closed:
        run.connect()
    seconds = run.go(lambda elapsed, ended: _say(elapsed=elapsed, ended=ended))
    return {
        "seconds": seconds,
        "late": run.late,
        "errors": run.errors,
        "latencies": run.latencies.encode().decode(),
    }


def _say(**line: object) -> None:
    print(json.dumps(line), flush=True)


def _end_with_parent() -> None:
    # A bare read: a thread inside sys.stdin would hold its lock when the interpreter shuts down.
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def allow_open_files(count: int) -> None:
    """Raise this process's limit of open files (256 on macOS) as far as it may go."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        allowed = count if hard == resource.RLIM_INFINITY else min(count, hard)
        if soft < allowed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


if __name__ == "__main__":
    main()
