"""What the cells of lesson 02 import: guests who come, exits that are followed, tests, checks."""

from poollab.lessons.folder import folder
from poollab.lessons.lesson_02.by_hand import sessions_out
from poollab.lessons.lesson_02.checks import check_close, check_counts
from poollab.lessons.lesson_02.crowd import storm
from poollab.lessons.lesson_02.exits import Exits
from poollab.lessons.lesson_02.guests import arrive, ask, modules_of
from poollab.lessons.lesson_02.receipts import check_bill
from poollab.lessons.lesson_02.testing import pytest_says

__all__ = [
    "Exits",
    "arrive",
    "ask",
    "check_bill",
    "check_close",
    "check_counts",
    "folder",
    "modules_of",
    "pytest_says",
    "sessions_out",
    "storm",
]
