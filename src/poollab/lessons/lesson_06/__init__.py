"""Lesson 06: what is done to its pools, and how its tasks are checked."""

from poollab.lessons.lesson_06.backends import grown_old, hush, left_open
from poollab.lessons.lesson_06.borrowers import things
from poollab.lessons.lesson_06.calls import SlowService, first_waiting, three_guests
from poollab.lessons.lesson_06.checks import check_sturdy, check_tidy
from poollab.lessons.lesson_06.guests import at_once, crowd, how_they_end
from poollab.lessons.lesson_06.restart import drama, what_clients_saw

__all__ = [
    "SlowService",
    "at_once",
    "check_sturdy",
    "check_tidy",
    "crowd",
    "drama",
    "first_waiting",
    "grown_old",
    "how_they_end",
    "hush",
    "left_open",
    "things",
    "three_guests",
    "what_clients_saw",
]
