"""What a run has found until now, on disk: the next goes on from there, however this one ends."""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from poollab.examiner.version import examinations
from poollab.grading.result import Result


class Journal:
    """A line of JSON for each submission that was graded; of one student's the last counts."""

    def __init__(self, path: Path) -> None:
        """Read what is there; a line that can't be read, as one not written to its end, is none."""
        self._path, self._found = path, dict[str, Result]()
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        for line in (one for one in lines if one.endswith(b"\n")):
            with contextlib.suppress(ValueError, KeyError, TypeError):  # of another version
                result = Result.from_json(json.loads(line))
                self._found[result.student] = result
        if lines and not lines[-1].endswith(b"\n"):
            os.truncate(path, sum(map(len, lines[:-1])))

    def get(self, student: str, digest: str) -> Result | None:
        """Return what was found of a student's submission, if it was this one."""
        found = self._found.get(student)
        return found if found and found.digest == digest else None

    def note(self, result: Result) -> None:
        """Write a result down; when this returns it is on the disk."""
        self._found[result.student] = result
        line = json.dumps(result.as_json(), ensure_ascii=True)
        with self._path.open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def digest(assignment: str, answers: dict[str, str], lost: dict[str, str], trusted: bool) -> str:
    """Return a digest of all that the marks of a submission hang on."""
    what = [assignment, sorted(answers.items()), sorted(lost.items()), trusted, examinations()]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()
