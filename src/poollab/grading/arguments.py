"""What may be said to ``poollab grade``."""

import argparse
from pathlib import Path

from poollab.environment import ROOT
from poollab.examiner.tasks import ASSIGNMENTS


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    made = argparse.ArgumentParser(
        "poollab grade",
        description="Grade a class. solutions/README.md leads through it.",
        allow_abbrev=False,
    )
    say = made.add_argument
    say("assignment", choices=ASSIGNMENTS)
    say(
        "where",
        nargs="?",
        type=Path,
        help="what was handed in: a folder or a zip of an LMS, "
        "or one notebook; by default submitted/, as nbgrader has it",
    )
    say(
        "--rule",
        default="",
        metavar="REGEX",
        help="how files are named, if not as an LMS names "
        "them: with groups such as (?P<student_id>…), as in nbgrader's zip_collect",
    )
    say(
        "--roster",
        type=Path,
        metavar="CSV",
        help="Moodle's grading worksheet, or Canvas's "
        "export of its gradebook: it is written again with the marks in it",
    )
    say("--column", default="", metavar="HEADING", help="where the marks stand in the roster")
    say(
        "--only",
        nargs="+",
        action="extend",
        metavar="STUDENT",
        default=[],
        help="examine these students only, by their ids: the folders in submitted/",
    )
    say("--again", action="store_true", help="examine also what was examined before")
    say(
        "--trusted",
        action="store_true",
        help="for your own work: examine without containers, "
        "so without a wall between the answers and this machine",
    )
    say(
        "--at-once",
        type=at_least_one,
        metavar="N",
        help="so many submissions; by default as many as fit",
    )
    say("--cluster", metavar="ADDRESS", help="have a Dask cluster examine: tcp://host:8786")
    say("--gradebook", metavar="URL", default="", help="of nbgrader; by default gradebook.db")
    say(
        "--course",
        type=Path,
        metavar="FOLDER",
        default=ROOT,
        help="where submitted/ and the gradebook are; by default this clone",
    )
    return made  # fmt: skip


def at_least_one(text: str) -> int:
    """Return a number of submissions. Raises ArgumentTypeError."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number from 1")
    return int(text)
