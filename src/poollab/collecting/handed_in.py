"""Who has handed in what: a notebook of each student, in its place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Student:
    """Who has handed in; ``id`` is that of the gradebook, all else may be unknown, so empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    """What the LMS calls this student, or this participant, in the names of its files."""


@dataclass(frozen=True)
class HandedIn:
    """A submission in the folder of submissions, ready to be graded."""

    student: Student
    path: Path
    """Where its notebook should be; it may be damaged, or not there."""
    remarks: tuple[str, ...] = ()
    """What is worth saying of it, such as that there were two files, and which one counts."""
