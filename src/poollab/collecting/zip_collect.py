"""How ``nbgrader zip_collect`` takes what an LMS hands out, under the names that it has there.

Where a student has handed in several files, the newest is collected. The people's names, as far as
the names of files tell them, are entered in the gradebook, where there are none yet.

Unlike ``poollab grade``, it unpacks all that is there: nbgrader sets no bound to that.
"""

import shutil
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import unzip

from poollab.collecting.archive import opened
from poollab.collecting.filenames import NOTEBOOKS
from poollab.collecting.handed_in import Student
from poollab.collecting.pieces import Piece, by_student, newest

DEEP = 3  # zips in zips: there are some that hold themselves


class Extractor(ExtractorPlugin):  # type: ignore[misc]
    """Takes the place of nbgrader's own, which ends with the first archive that is damaged."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack archives, and those in them, each into a folder of its name."""
        shutil.copytree(archive_path, extracted_path, dirs_exist_ok=True)
        tried: set[Path] = set()
        for _ in range(DEEP):
            for path in sorted(set(Path(extracted_path).rglob("*")) - tried):
                if path.suffix in self.zip_ext:
                    tried.add(path)
                    self.unpack(path)

    def unpack(self, path: Path) -> None:
        """Put what is in an archive in its place; leave it if that can't be done."""
        try:
            unzip(str(path), str(path.parent), zip_ext=self.zip_ext, create_own_folder=True)
            path.unlink()
        except Exception as error:  # there is no end of what a damaged one raises
            self.log.warning("%s can't be unpacked: %s", path, error)


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Takes the place of nbgrader's own, which does without a rule what ``names`` describes."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Return what nbgrader is to know of a file; None if it is not the one that counts."""
        if self.named_regexp:
            found: dict[str, Any] | None = super().collect(submitted_file)
            said = {name: text or "" for name, text in (found or {}).items()}
            known = ("student_id", "first_name", "last_name", "email", "lms_id")
            self.enter(Student(*(said.get(name, "") for name in known)))
            return found
        if not hasattr(self, "_counting"):
            self._counting = self.counting()
        piece = self._counting.get(Path(submitted_file))
        if not piece:
            return None
        self.enter(piece.named.student)
        return self.said(piece)

    def counting(self) -> dict[Path, Piece]:
        """Return the notebook of each student that counts, by its path."""
        app = self.parent
        folder = Path(app._format_collect_path(app.extracted_directory))
        found = {}
        with opened(folder) as files:
            for pieces in by_student(files, app.coursedir.assignment_id).values():
                remarks: list[str] = []
                notebooks = [one for one in pieces if one.is_notebook]
                if chosen := newest(notebooks, app.coursedir.assignment_id, remarks):
                    found[folder / chosen[0].file.name] = chosen[0]
                for remark in remarks:
                    self.log.warning("%s: %s", pieces[0].named.student.id, remark)
        return found

    def said(self, piece: Piece) -> dict[str, Any]:
        """Return what nbgrader asks of a file: its student, its name, its time."""
        name = piece.file.parts[-1].lower()
        ending = next(one for one in reversed(NOTEBOOKS) if name.endswith(one))
        moment = piece.named.moment
        time = {"timestamp": moment.astimezone().isoformat(" ")} if moment else {}
        file = f"{self.parent.coursedir.assignment_id}{ending}"
        return {"student_id": piece.named.student.id, "file_id": file, **time}

    def enter(self, student: Student) -> None:
        """Enter in the gradebook what is known of a student, and not yet in there."""
        known = {"first_name": student.first_name, "last_name": student.last_name,
                 "email": student.email, "lms_user_id": student.lms_id}  # fmt: skip
        if not student.id or not any(known.values()):
            return
        course = self.parent.coursedir
        with Gradebook(course.db_url, course.course_id) as gradebook:
            there = gradebook.update_or_create_student(student.id)
            new = {key: text for key, text in known.items() if text and not getattr(there, key)}
            gradebook.update_or_create_student(student.id, **new)
