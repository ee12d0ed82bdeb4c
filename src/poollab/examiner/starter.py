"""The first process of an answer's container: starts the learner's process, ends all it has left.

It runs no learner code, and no answer can end, stop or look into it: the system keeps the first
process of a container from signals of the others, and a process that hides from being traced. It
listens on a socket that has a name, no file and no port, and that tells who is at its other end:
of its own account it hears nobody, and whoever calls it sees by the same that it is the first.
"""

import ast
import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from poollab.examiner import apart
from poollab.examiner.link import Link
from poollab.examiner.version import digests

NAME = "\0poollab-starter"
FIRST = 1  # the number of a container's first process
FOLDERS = (Path("/tmp"), Path("/dev/shm"))  # all that an answer can write to
SEGMENTS = Path("/proc/sysvipc/shm")  # shared memory that outlives who made it


class Peer(NamedTuple):
    """Who is at the other end of a socket, as the system says."""

    pid: int
    user: int


def peer(connection: socket.socket) -> Peer:
    """Return who is at the other end: of a listening one, who began to listen."""
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return Peer(*struct.unpack("3i", found)[:2])


def main() -> None:
    """Do what the examiner asks, a word at a time, until the container is removed."""
    if os.getpid() != FIRST:
        sys.exit("This is for a container, where it ends all other processes.")
    apart.hide()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the first process hears no signal but its own
    load("from poollab.examiner import preloaded")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(NAME)
        listening.listen()
        while True:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError, EOFError):
                if peer(connection).user != os.getuid():
                    hear(Link(connection), listening)


@cache
def load(given: str) -> None:
    """Load what the given cells import, once for all answers; they are the course's own."""
    gc.disable()  # of what is loaded nothing is garbage
    for node in ast.parse(given).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            exec(compile(ast.Module([node], []), "<given>", "exec"), {})
    gc.freeze()
    gc.enable()


def hear(link: Link, listening: socket.socket) -> None:
    """Do one thing that the examiner asks.

    ``play`` with the arguments of ``stage.play`` starts a process that goes on speaking here;
    ``code`` is answered by the digests of the course's code that is here; ``written`` by how many
    bytes there are in files; ``end`` by nothing, when every
    other process of this container has ended, and its files are gone.
    """
    word, *arguments = json.loads(link.recv_bytes())
    if word == "play":
        load(arguments[0])
        if os.fork() == 0:
            listening.close()
            play(link, *arguments)
        return
    doing: dict[str, Callable[[], Any]] = {"written": written, "end": end, "code": digests}
    link.send_bytes(json.dumps(doing[word]()).encode())


def play(link: Link, given: str, source: str, name: str, arguments: list[Any]) -> None:
    """Become the learner's process."""
    from poollab.examiner import stage

    try:
        apart.show()
        # where memory is short this one goes first, and not the starter
        Path("/proc/self/oom_score_adj").write_text("1000")
        stage.play(link, given, source, name, tuple(arguments))
    finally:
        os._exit(1)


def written() -> int:
    """Return the bytes in all files that answers can write."""
    found = [os.statvfs(folder) for folder in FOLDERS if folder.is_dir()]
    return sum((one.f_blocks - one.f_bfree) * one.f_frsize for one in found)


def end() -> None:
    """End every process of this account but this one, and remove their files.

    Where that fails the container ends, with all that is in it.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left to end
        os.kill(-1, signal.SIGKILL)  # all at once: none can start another meanwhile
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    for folder in FOLDERS:
        for one in folder.iterdir() if folder.is_dir() else ():
            remove(one)
    if SEGMENTS.read_text().count("\n") > 1:
        sys.exit("Shared memory is left that nobody uses.")


def remove(path: Path) -> None:
    """Remove a file or a folder; where that can't be, end the container."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        sys.exit(f"{path} can't be removed: {error}")


if __name__ == "__main__":
    main()
