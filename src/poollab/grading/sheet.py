"""A table as an LMS hands it out: read, and written again as it was written."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from poollab.errors import PoolLabError
from poollab.plain import plain, some

Row = list[str]


@dataclass(frozen=True)
class Sheet:
    """A table, and how it was written: the separator, the ends of lines, a mark at its head."""

    path: Path
    header: Row
    rows: list[Row]
    separator: str
    ending: str
    encoding: str

    @property
    def name(self) -> str:
        """What its file is called."""
        return plain(self.path.name)

    @staticmethod
    def read(path: Path) -> "Sheet":
        """Read a table. Raises PoolLabError if it can't be read, or is none."""
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig")
            separator = max(",;\t", key=text.partition("\n")[0].count)
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            header, *rows = lines
        except OSError as error:
            raise PoolLabError(f"{path} can't be read: {error.strerror}.") from error
        except (ValueError, csv.Error) as error:  # not UTF-8, empty, or no CSV
            raise PoolLabError(f"{path} is no table: download it again from the LMS.") from error
        encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
        ending = "\r\n" if b"\r\n" in raw else "\n"
        return Sheet(path, header, rows, separator, ending, encoding)

    def write(self, path: Path) -> None:
        """Write the table as it was written. Raises PoolLabError if that would be over itself."""
        if path.resolve() == self.path.resolve():
            raise PoolLabError(f"{path} is the roster: name another file for the marks.")
        with path.open("w", encoding=self.encoding, newline="") as file:
            lines = csv.writer(file, delimiter=self.separator, lineterminator=self.ending)
            lines.writerows([self.header, *self.rows])

    def column(self, fits: Callable[[str], bool], what: str) -> int:
        """Return the place of a column by its heading.

        Raises PoolLabError when there is none that fits, or more than one.
        """
        found = [place for place, heading in enumerate(self.header) if fits(heading.strip())]
        if len(found) != 1:
            there = some(self.header, 20)
            raise PoolLabError(
                f"{self.name} has {len(found) or 'no'} columns “{plain(what)}”: name the one for "
                f"the marks. There are: {there}."
            )
        return found[0]


def amount(text: str) -> float:
    """Return a number as an LMS writes it, with a point or a comma; 0 where there is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return 0
