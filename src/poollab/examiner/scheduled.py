"""What Linux gives to threads: the time that they ran, and the time that they were ready to run."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PROCESSES = Path("/proc")
NANO = 1e-9


class Given(NamedTuple):
    """Seconds of the processor that a thread has had, and seconds that it was kept waiting for."""

    ran: float
    kept: float


def given(pids: Iterable[int]) -> dict[str, Given]:
    """Return what each thread of these processes was given since it began, by its number.

    Nothing where the system does not say. Source: ``sched-stats.rst`` of the Linux kernel, on
    ``/proc/<pid>/schedstat``.
    """
    found = {}
    for pid in pids:
        with contextlib.suppress(OSError):  # the process may end while we look
            for thread in (PROCESSES / str(pid) / "task").iterdir():
                with contextlib.suppress(OSError):
                    ran, kept, _ = (thread / "schedstat").read_text(encoding="ascii").split()
                    found[thread.name] = Given(int(ran) * NANO, int(kept) * NANO)
    return found


def since(before: dict[str, Given], now: dict[str, Given]) -> Given:
    """Return what they were given between two looks, all threads together."""
    nothing = Given(0, 0)
    each = [(now[one], before.get(one, nothing)) for one in now]
    return Given(
        sum(new.ran - old.ran for new, old in each), sum(new.kept - old.kept for new, old in each)
    )
