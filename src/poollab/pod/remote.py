"""How the examiner, in its container, plays an answer in the one beside it."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from poollab.errors import PoolLabError
from poollab.examiner.learner import Playing
from poollab.examiner.link import Link
from poollab.examiner.seen import GONE
from poollab.examiner.starter import FIRST, NAME, Peer, peer
from poollab.examiner.verdict import Missed

ANSWERS_WITHIN = 20  # seconds, of a starter in a container whose processor is used up
ESTABLISHED = "01"  # as the table of connections has it
TABLE = Path("/proc/net/tcp")


class Lost(PoolLabError):
    """The answer's container does not do what it is told."""


class SeenBeside:
    """All processes of the answer's container: the two containers share the table of processes.

    Whose they are is told by the system, and nothing by the answer.
    """

    @property
    def user(self) -> int:
        """The account that answers run in."""
        return int(psutil.Process(FIRST).uids().real)

    def family(self) -> list[psutil.Process]:
        """Return all processes of that account, the starter with them."""
        user, found = self.user, []
        for one in psutil.process_iter():
            with contextlib.suppress(psutil.NoSuchProcess):
                if one.uids().real == user:
                    found.append(one)
        return found

    def memory(self) -> int:
        """Return their bytes in memory."""
        total = 0
        for one in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += one.memory_info().rss
        return total

    def written(self) -> int:
        """Return the bytes in their files, which are in memory, too."""
        try:
            return int(asked("written"))
        except Lost:
            raise Missed(GONE) from None

    def connections(self, port: int) -> set[int]:
        """Return their connections to a port: the network's own table says whose each is."""
        rows = [line.split() for line in TABLE.read_text(encoding="ascii").splitlines()[1:]]
        return {
            _port(row[1]) for row in rows
            if row[3] == ESTABLISHED and int(row[7]) == self.user and _port(row[2]) == port
        }  # fmt: skip


def _port(place: str) -> int:
    return int(place.rpartition(":")[2], 16)


@contextlib.contextmanager
def playing(given: str, source: str, name: str, *arguments: Any) -> Iterator[Playing]:
    """Serve an answer in the container beside this one, until the block ends.

    Raises Missed when it does not come to serve, TooSlow, and Lost.
    """
    link = called("play", given, source, name, arguments)
    try:
        played = Playing(link, SeenBeside())
        played.start()
        yield played
    finally:
        link.close()
        asked("end")
        if len(SeenBeside().family()) > 1:
            raise Lost("Processes of the answer can't be ended.")


def called(*words: Any) -> Link:
    """Say something to the starter; return the connection. Raises Lost when it is not there."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(ANSWERS_WITHIN)
    link = Link(connection)
    try:
        connection.connect(NAME)
        if peer(connection) != Peer(FIRST, SeenBeside().user):
            raise Lost("Somebody else answers in place of the answer's container.")
        link.send_bytes(json.dumps(words).encode())
    except OSError as error:
        link.close()
        raise Lost(f"The answer's container does not hear ({error}).") from error
    except BaseException:
        link.close()
        raise
    return link


def asked(*words: Any) -> Any:
    """Say something to the starter; return its answer. Raises Lost when it gives none."""
    link = called(*words)
    try:
        if not link.poll(ANSWERS_WITHIN):
            raise Lost("The answer's container does not answer.")
        return json.loads(link.recv_bytes())
    except EOFError:
        raise Lost("The answer's container does not answer.") from None
    finally:
        link.close()


def wait(within: float = 60) -> None:
    """Wait until the starter can be asked. Raises Lost."""
    deadline = time.monotonic() + within
    while True:
        try:
            asked("end")
            return
        except Lost:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.02)
