"""Enters an assignment in nbgrader's gradebook, also where its release is there already."""

import tempfile
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from traitlets import Bool

from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS


class Register(GenerateAssignment):  # type: ignore[misc]
    """Takes the place of nbgrader's own, which it is for assignments that are not ours.

    A release that is there stays as it is, for somebody may work in it; nbgrader would leave out
    the gradebook, too. With ``--force`` it is made anew, as always.
    """

    is_aside = Bool(False, help="Whether only the gradebook is meant, and no release is made.")
    _aside = ""

    @property
    def _output_directory(self) -> str:
        return self._aside or str(super()._output_directory)

    def start(self) -> None:
        """Make the release, and enter the assignment."""
        assignment = self.coursedir.assignment_id
        there = Path(self._format_dest(assignment, "."))
        is_kept = assignment in ASSIGNMENTS and there.exists() and not self.force
        if not (is_kept or self.is_aside):
            super().start()
            return
        self.log.info("%s is entered in the gradebook; %s stays as it is", assignment, there)
        with tempfile.TemporaryDirectory(prefix="poollab-") as self._aside:
            super().start()


def is_registered(coursedir: Any) -> bool:
    """Return whether the gradebook has the assignment that nbgrader is at, one of ours."""
    assignment = coursedir.assignment_id
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            gradebook.find_notebook(path_of(assignment).stem, assignment)
        except MissingEntry:
            return False
    return True
