"""What Linux lets the examiner keep from answers, which run in the same account.

On other systems these do nothing.
"""

import ctypes
import sys

DUMPABLE, SUBREAPER = 4, 36  # of prctl(2)


def hide() -> None:
    """Shut this process's memory, pipes and files to others of the account.

    What it starts by fork alone is hidden, too; a new program is not.
    """
    _prctl(DUMPABLE, 0)


def show() -> None:
    """Let others of the account look at this process again."""
    _prctl(DUMPABLE, 1)


def adopt() -> None:
    """Become the parent of those whose parents end among all that this process has started."""
    _prctl(SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
