"""Where submissions are examined: threads of this process, or the workers of a Dask cluster."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from poollab.assignments.examining import check_pods, stop_all
from poollab.errors import PoolLabError
from poollab.postgres import engine

EACH = 8
"""Pods to a processor: so many keep it busy, as wrong answers mostly wait."""
POD = 400 * 2**20
"""Bytes of memory that a pod may want, with some room beside it."""
CONNECTS_WITHIN = 5  # seconds, to the scheduler of a cluster, and for its first worker
TRIES_MORE = 3  # for a submission whose worker was lost


@contextlib.contextmanager
def threads(number: int) -> Iterator[Executor]:
    """Give so many threads; at an interrupt what they examine is ended."""
    executor = ThreadPoolExecutor(number)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        stop_all()
        raise
    finally:
        executor.shutdown()


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the workers of a Dask cluster by the address of its scheduler.

    What a lost worker had is done by another. Raises PoolLabError when nobody is there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise PoolLabError(
            "A cluster needs Dask: `.venv/bin/python -m pip install distributed`."
        ) from None
    try:
        client = Client(address, timeout=CONNECTS_WITHIN)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise PoolLabError(f"No Dask scheduler answers at {address} ({error}).") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECTS_WITHIN)
        except TimeoutError:
            raise PoolLabError(f"The scheduler at {address} has no workers: start some.") from None
        executor = client.get_executor(pure=False, retries=TRIES_MORE)  # type: ignore[no-untyped-call]
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


def at_once(trusted: bool) -> int:
    """Return how many submissions this machine bears at once.

    Raises PoolLabError when pods can't be had here.
    """
    if trusted:
        import psutil

        return max(1, min(psutil.cpu_count() or 1, psutil.virtual_memory().available // POD))
    check_pods("Your own work can do without: add --trusted.")
    info: dict[str, Any] = engine.client().info()
    return max(1, min(EACH * int(info["NCPU"]), int(info["MemTotal"]) // POD))
