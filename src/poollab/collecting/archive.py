"""The files in a folder or a zip that was handed in, whatever is in it: nothing is unpacked.

A file is read only when it is asked for, and never more of it than a notebook may have. The names
in a zip say whose a file is; no path is ever made of them.
"""

import os
import re
import stat
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from poollab.assignments.file import LARGEST, Unreadable, content
from poollab.collecting.filenames import Parts, is_notebook
from poollab.errors import PoolLabError

MOST = 100_000  # files of a class
MOST_OF_ONE = 10_000  # files in the zip of one student
ENTRY = b"PK\1\2"  # what stands before each entry in a zip's table of contents


@dataclass(frozen=True)
class File:
    """A file in what was handed in."""

    name: str
    """Its path in there, as it is written there."""
    time: tuple[int, ...]
    """When it was last changed, from the year to the second, then its place in the zip."""
    read: Callable[[], bytes]
    """Returns what is in it. Raises PoolLabError, which says why that can't be had."""

    @property
    def parts(self) -> Parts:
        """Return the parts of its path, without those that lead out of the folder; never none."""
        parts = re.split(r"[/\\]", unicodedata.normalize("NFC", self.name))
        return tuple(one for one in parts if one.strip(" .") and one[1:] != ":") or ("unnamed",)

    @property
    def is_odd(self) -> bool:
        """Return whether its name would lead out of the folder."""
        return bool(re.search(r"^[/\\]|^\w:|(^|[/\\])\.\.([/\\]|$)|\\", self.name))


@contextmanager
def opened(where: Path) -> Iterator[list[File]]:
    """Yield the files of a folder, of a zip, or one notebook. Raises PoolLabError."""
    if where.is_dir():
        yield in_folder(where)
    elif is_notebook(where.name):
        yield [File(where.name, (), partial(content, where.resolve()))]
    else:
        with unzipped(where) as archive:
            if len(archive.infolist()) > MOST:
                raise PoolLabError(f"{where} has more than {MOST:,} files: is it the right one?")
            yield entries(archive)


def unzipped(source: Path | BytesIO) -> zipfile.ZipFile:
    """Open a zip. Raises PoolLabError when it is none."""
    said = source if isinstance(source, Path) else "It"
    try:
        return zipfile.ZipFile(source)
    except Exception as error:  # of a damaged zip there is no end of what is raised
        reason = shorter(error)
        raise PoolLabError(f"{said} can't be read as a zip ({reason}): get it anew.") from error


def entries(archive: zipfile.ZipFile) -> list[File]:
    """Return the files in a zip that is open as long as they are read."""
    return [
        File(named(one), (*one.date_time, at), partial(entry, archive, one))
        for at, one in enumerate(archive.infolist())
        if not one.filename.endswith("/")  # is_dir() fails where there is no name
    ]


def inside(raw: bytes) -> list[File]:
    """Return the files in the zip of one student. Raises PoolLabError."""
    if raw.count(ENTRY) > MOST_OF_ONE:
        raise PoolLabError(f"It has more than {MOST_OF_ONE:,} files in it.")
    return entries(unzipped(BytesIO(raw)))


def named(one: zipfile.ZipInfo) -> str:
    """Return the name of an entry; some programs write UTF-8 and do not say so."""
    if one.flag_bits & 0x800:
        return one.filename
    try:
        return one.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return one.filename


def entry(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """Return what is in an entry of a zip. Raises PoolLabError."""
    kind = stat.S_IFMT(one.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Unreadable("link" if kind == stat.S_IFLNK else "special")
    if one.flag_bits & 1:
        raise PoolLabError("It is locked with a password: hand it in without.")
    try:
        with archive.open(one) as file:
            raw = file.read(LARGEST + 1)
    except Exception as error:  # of a damaged entry there is no end of what is raised
        raise PoolLabError(f"It is damaged in the zip ({shorter(error)}).") from error
    if len(raw) > LARGEST:
        raise Unreadable("large")
    return raw


def in_folder(folder: Path) -> list[File]:
    """Return the files in a folder and those in it; no link is followed. Raises PoolLabError."""
    found: list[File] = []
    for at, folders, files in os.walk(folder):
        links = [one for one in folders if Path(at, one).is_symlink()]
        for path in (Path(at, one) for one in sorted([*files, *links])):
            changed = time.localtime(path.lstat().st_mtime)[:6]
            name = path.relative_to(folder).as_posix()
            found.append(File(name, changed, partial(content, path, folder)))
        if len(found) > MOST:
            raise PoolLabError(f"{folder} has more than {MOST:,} files: is it the right one?")
    return found


def shorter(error: Exception) -> str:
    """Return what an error says, or its kind, in a few words."""
    return (str(error) or type(error).__name__)[:80]
