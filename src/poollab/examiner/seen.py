"""What the examiner sees of the processes of an answer, from outside."""

import contextlib
from collections.abc import Iterator
from typing import Protocol

import psutil

from poollab.examiner.own_time import with_children
from poollab.examiner.verdict import Missed

GONE = "The app's process is gone."


class Seen(Protocol):
    """The processes of an answer, wherever they run."""

    def family(self) -> list[psutil.Process]:
        """Return all of them, to be asked for the time that they have computed."""

    def memory(self) -> int:
        """Return the bytes that they have in memory. Raises Missed when they are gone."""

    def written(self) -> int:
        """Return the bytes that they have written to files. Raises Missed when they are gone."""

    def connections(self, port: int) -> set[int]:
        """Return their open TCP connections to a port, by their own ports, as their machine does.

        One whose other end has closed it is none of them. Raises Missed when they are gone.
        """


class SeenHere:
    """A process of this machine and account, and those that it has started."""

    def __init__(self, pid: int) -> None:
        """Look at this process."""
        self._pid = pid

    def family(self) -> list[psutil.Process]:
        """Return it with all that it has started; nothing when it is gone."""
        return with_children(self._pid)

    def memory(self) -> int:
        """Return its bytes in memory."""
        with self._process() as process:
            return int(process.memory_info().rss)

    def written(self) -> int:
        """Return the bytes that it has written, where the system counts them."""
        with self._process() as process:
            counters = getattr(process, "io_counters", None)
            return int(getattr(counters(), "write_chars", 0)) if counters else 0

    def connections(self, port: int) -> set[int]:
        """Return its connections to a port."""
        with self._process() as process:
            return {
                one.laddr.port
                for one in process.net_connections("tcp")
                if one.status == psutil.CONN_ESTABLISHED and one.raddr.port == port
            }

    @contextlib.contextmanager
    def _process(self) -> Iterator[psutil.Process]:
        try:
            yield psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            raise Missed(GONE) from None
