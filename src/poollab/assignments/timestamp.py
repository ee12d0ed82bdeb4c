"""When a submission was handed in: a time that can't be read is none, and stops nobody."""

from datetime import datetime
from logging import Logger
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import parse_utc

from poollab.assignments.file import Unreadable, content, text


class Interface(NbGraderAPI):  # type: ignore[misc]
    """Takes the place of nbgrader's own, whose list of a class ends at the first bad time."""

    def get_submitted_timestamp(self, assignment_id: str, student_id: str) -> datetime | None:
        """Return when a submission was handed in, in UTC, if that is known."""
        course = self.coursedir
        folder = course.format_path(course.submitted_directory, student_id, assignment_id)
        return handed_in(Path(folder), self.log)


def handed_in(folder: Path, log: Logger) -> datetime | None:
    """Return when a submission was handed in, in UTC, if that is known; log what is no time."""
    path = folder / "timestamp.txt"
    try:
        found: datetime | None = parse_utc(text(content(path)).strip())
        return found
    except Unreadable as reason:
        if reason.code not in ("missing", "empty"):
            log.warning("%s: %s", path, reason)
    except Exception as error:  # there is no end of what dateutil raises
        log.warning("%s is no time, so nothing counts as late: %s", path, error)
    return None
