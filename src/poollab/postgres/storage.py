"""Where a server's throw-away data goes."""

import os
import shutil
import tempfile
from pathlib import Path

from poollab.errors import PoolLabError

ROOM = 256 * 2**20  # bytes a server may need
PLENTY = 2 * ROOM  # memory-backed storage must not run full: ask for more of it


def storage() -> Path:
    """Return where data goes: memory where there is plenty, else the temp folder.

    Raises PoolLabError when neither has room.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and room(memory) >= PLENTY:
        return memory
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
