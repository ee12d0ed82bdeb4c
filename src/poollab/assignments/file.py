"""Reads a file that was handed in as a notebook, whatever became of it: what it says, or why not.

What can be read without guessing is read, and no damage raises anything but Unreadable.
"""

import json
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from poollab.errors import PoolLabError

LARGEST = 20_000_000  # bytes
REASONS = {
    "missing": "There is no notebook of this name.",
    "folder": "A folder has the notebook's name: hand in the notebook itself.",
    "link": "This is a link to a file somewhere else: hand in the notebook itself.",
    "special": "This is a pipe or a device, no file.",
    "closed": "The file can't be opened: see that it may be read.",
    "large": "The notebook has more than 20 MB, or a million characters of code: clear it up.",
    "empty": "The file is empty: save the notebook, and hand it in again.",
    "zeros": "The file has zeros in place of text, as after a crash: save the notebook again.",
    "archive": "The file is an archive with the name of a notebook: hand in the notebook in it.",
    "encoding": "The file is no UTF-8 text: save the notebook with Jupyter, hand it in again.",
    "page": "The file is a web page: download the notebook itself, and hand that in.",
    "merge": "The file has marks of a merge in it (<<<<<<<): settle it, save, hand it in again.",
    "truncated": "The file breaks off in the middle: save the notebook, hand it in again.",
    "deep": "The file is nested too deep to be a notebook.",
    "json": "The file is no notebook, or a damaged one: save it with Jupyter, hand it in again.",
    "cells": "The file has no list of cells, so it is no notebook.",
    "other": "The notebook is one of another assignment.",
    "nothing": "The notebook has no answer in it, not even the cells for them.",
    "absent": "No cell of the notebook defines the function, and the cell for it is gone.",
    "source": "The cell for the answer is damaged: there is no text in it.",
    "character": "The cell has half a character in it (a lone surrogate): write its line anew.",
    "long": "The answer is far too long to be one.",
}
ARCHIVES = (b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"7z\xbc\xaf")
MERGE = re.compile(r"^(<{7}|={7}|>{7})( |\r?$)", re.MULTILINE)
STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+\\?+"?+)|,(?=\s*[\]}])', re.DOTALL)


class Unreadable(PoolLabError):
    """A notebook, or one answer, can't be read: ``code`` is the reason's key in REASONS."""

    def __init__(self, code: str) -> None:
        """Say the sentence of this reason."""
        super().__init__(REASONS[code])
        self.code = code


def content(path: Path, below: Path | None = None) -> bytes:
    """Return what is in a file, which is neither a link nor a pipe nor a device."""
    way = path.relative_to(below or path.parent).parts
    try:
        if any(place.is_symlink() for place in (path, *path.parents[: len(way) - 1])):
            raise Unreadable("link")
        if path.is_dir():
            raise Unreadable("folder")
        with open(path, "rb", opener=_carefully) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable("special")
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Unreadable("missing") from None
    except (OSError, ValueError):  # ValueError: of a path that is none
        raise Unreadable("closed") from None
    if len(raw) > LARGEST:
        raise Unreadable("large")
    return raw


def _carefully(path: str, flags: int) -> int:
    """Open a file, should it have become a link or a pipe meanwhile; Windows has none of these."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def text(raw: bytes) -> str:
    """Return a file's text, UTF-8 or, where it shows that, UTF-16 or 32; without its mark."""
    if raw.startswith(ARCHIVES):
        raise Unreadable("archive")
    if raw and not raw.strip(b"\0"):
        raise Unreadable("zeros")
    try:
        found = raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise Unreadable("truncated" if error.end >= len(raw) else "encoding") from None
    if not found.strip():
        raise Unreadable("empty")
    if "\0" in found:
        raise Unreadable("zeros")
    return found


def parsed(found: str) -> Any:
    """Return what a text of JSON says; a comma before a closing bracket does no harm."""
    try:
        return loads(found)
    except json.JSONDecodeError as error:
        mended = STRING_OR_COMMA.sub(lambda match: match[1] or "", found)
        try:
            return loads(mended)
        except json.JSONDecodeError:
            raise Unreadable(damage(found, error)) from None


def loads(found: str) -> Any:
    """Parse JSON: in a thread, so that how deep it may be nested does not hang on who asks."""
    with ThreadPoolExecutor(1) as thread:
        try:  # a number of 5000 digits is no int for Python, but a float
            return thread.submit(json.loads, found, parse_int=float).result()
        except RecursionError:
            raise Unreadable("deep") from None


def damage(found: str, error: json.JSONDecodeError) -> str:
    """Return what has become of a text that is no JSON."""
    if MERGE.search(found):
        return "merge"
    if found.lstrip().startswith("<"):
        return "page"
    is_short = error.msg.startswith("Unterminated") or error.pos > len(found.rstrip()) - 6
    return "truncated" if is_short and found.lstrip()[0] in "{[" else "json"
