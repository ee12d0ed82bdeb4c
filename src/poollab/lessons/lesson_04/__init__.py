"""Lesson 04: real worker processes, deploys, and how its tasks are checked."""

from poollab.lessons.folder import folder
from poollab.lessons.lesson_04.checks import check_bakery, check_budget
from poollab.lessons.lesson_04.deploys import against_the_room, connections, rolling_deploy
from poollab.lessons.lesson_04.evening import four_guests
from poollab.lessons.lesson_04.nonsense import told_at_the_start
from poollab.lessons.lesson_04.processes import run_file, uvicorn
from poollab.lessons.lesson_04.stand import check_stand

__all__ = [
    "against_the_room",
    "check_bakery",
    "check_budget",
    "check_stand",
    "connections",
    "folder",
    "four_guests",
    "rolling_deploy",
    "run_file",
    "told_at_the_start",
    "uvicorn",
]
