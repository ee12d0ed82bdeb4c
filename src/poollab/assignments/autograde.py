"""nbgrader's autograde, with a row for each submission of ours, whatever is in its folder."""

import glob
from datetime import datetime
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.utils import parse_utc

from poollab.assignments.file import Unreadable, content, text
from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS


class Grade(Autograde):  # type: ignore[misc]
    """Takes the place of nbgrader's own, which it is for assignments that are not ours."""

    def start(self) -> None:
        """Grade the submissions; a time that can't be read is none."""
        self.coursedir.get_existing_timestamp = self.timestamp
        try:
            super().start()
        finally:
            del self.coursedir.get_existing_timestamp  # the method of its class is back

    def timestamp(self, folder: str) -> datetime | None:
        """Return when a submission was handed in, in UTC, if that is known."""
        path = Path(folder, "timestamp.txt")
        try:
            found: datetime | None = parse_utc(text(content(path)).strip())
            return found
        except Unreadable as reason:
            if reason.code not in ("missing", "empty"):
                self.log.warning("%s: %s", path, reason)
        except Exception as error:  # there is no end of what dateutil raises
            self.log.warning("%s is no time, so nothing counts as late: %s", path, error)
        return None

    def init_notebooks(self) -> None:
        """Find the submissions: each has its one notebook, even if that is not there."""
        assignment = self.coursedir.assignment_id
        pattern = self._format_source(assignment, self.coursedir.student_id)
        folders = glob.glob(pattern)  # noqa: PTH207  (a whole path, as nbgrader has it)
        if assignment not in ASSIGNMENTS or not folders:
            super().init_notebooks()
            return
        name = path_of(assignment).name
        self.assignments = {folder: [str(Path(folder, name))] for folder in folders}

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Enter a submission in the gradebook; copy none of its other files: they may be links."""
        before = self.coursedir.ignore
        if assignment_id in ASSIGNMENTS:
            self.coursedir.ignore = ["*", ".*"]
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            self.coursedir.ignore = before
