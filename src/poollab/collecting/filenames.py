"""What the name of a file says by itself: whether it is a notebook's, and of which copy."""

import re
from pathlib import PurePosixPath

COPY = re.compile(r"(?P<stem>.*?)( ?\((?P<number>\d{1,9})\)|-Copy(?P<copy>\d{1,9}))")
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")
Parts = tuple[str, ...]
"""A path below what was handed out, in its parts."""


def is_hidden(parts: Parts) -> bool:
    """Return whether a file is what systems and editors leave about, not what was handed in."""
    left = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
    return any(part.startswith(".") or part in left for part in parts)


def is_notebook(file: str) -> bool:
    """Return whether a file's name is that of a notebook."""
    return file.lower().endswith(NOTEBOOKS)


def is_of(file: str, assignment: str) -> bool:
    """Return whether a file or folder has the name of the assignment, so that of no student."""
    return stem(file).casefold() == assignment.casefold()


def stem(file: str) -> str:
    """Return a file's name without its ending, and without what is put to a copy's."""
    copy = COPY.fullmatch(bare(file))
    return copy["stem"] if copy and copy["stem"] else bare(file)


def copy_number(file: str) -> int:
    """Return the number of a copy, such as 1 of ``leaks (1).ipynb``; 0 if it has none."""
    copy = COPY.fullmatch(bare(file))
    return int(copy["number"] or copy["copy"]) if copy else 0


def bare(file: str) -> str:
    """Return a file's name without its ending."""
    ending = next((one for one in reversed(NOTEBOOKS) if file.lower().endswith(one)), "")
    return file[: -len(ending)] if ending else PurePosixPath(file).stem
