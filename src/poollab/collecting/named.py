"""What the path of a file says: whose it is, and when it was handed in."""

import re
from dataclasses import dataclass
from datetime import datetime

from poollab.collecting.handed_in import Student


@dataclass(frozen=True)
class Named:
    """What the path of a file says."""

    student: Student
    moment: datetime | None = None
    """When it was handed in, by the clock of the LMS, which is taken for that of this machine."""
    number: int = 0
    """That of the file, if the LMS numbers all that is sent to it, so the greater the later."""
    is_note: bool = False
    """Whether it is what Blackboard says of an attempt."""


def moment(text: str) -> datetime | None:
    """Return the time in a text, such as 2026-11-29-12-30-45; None if there is none.

    One before 2000 is none either: not every system can tell its zone.
    """
    try:
        found = datetime.strptime(re.sub(r"\D", "", text)[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None
