"""Where a server's throw-away data goes."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from poollab.errors import PoolLabError

MEMORY = Path("/dev/shm")
ROOM = 256 * 2**20  # bytes a server may need
PLENTY = 2 * ROOM  # memory-backed storage must not run full: ask for more of it


def storage() -> Path:
    """Return where data goes: memory where there is plenty, else the temp folder.

    Raises PoolLabError when neither has room.
    """
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and room(MEMORY) >= PLENTY:
        return MEMORY
    try:
        temp = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise PoolLabError(
            "No temp folder can be written: set TMPDIR to a folder of yours that has room."
        ) from error
    if room(temp) < ROOM:
        raise PoolLabError(
            f"No room for a server: {temp} has {room(temp) / 2**20:.0f} MB free and "
            f"{ROOM / 2**20:.0f} MB are needed; free some, or set TMPDIR to a folder with room."
        )
    return temp


def room(folder: Path) -> int:
    """Return the free bytes of the disk that ``folder`` is on."""
    return shutil.disk_usage(folder).free


@contextlib.contextmanager
def writing(folder: Path, advice: str) -> Iterator[None]:
    """Raise PoolLabError, in one line with ``advice``, for what the file system refuses."""
    try:
        yield
    except OSError as error:
        words = error.strerror or str(error)
        if isinstance(error, shutil.Error):  # of a whole tree: file, copy and words for each
            words = re.sub(r"^\[.*?\] |: '.*", "", str(error.args[0][0][-1]))
        raise PoolLabError(f"Can't write in {folder} ({words}): {advice}.") from error
