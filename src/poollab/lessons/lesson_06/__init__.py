"""Lesson 06: what is done to its pools, and how its tasks are checked."""

from poollab.lessons.lesson_06.backends import hush, left_open
from poollab.lessons.lesson_06.borrowers import things
from poollab.lessons.lesson_06.bouncers import counted, two_backends
from poollab.lessons.lesson_06.calls import SlowService, first_waiting, three_guests
from poollab.lessons.lesson_06.checks import check_sturdy, check_tidy
from poollab.lessons.lesson_06.evenings import evenings, two_after
from poollab.lessons.lesson_06.guests import at_once, crowd
from poollab.lessons.lesson_06.killed import in_a_row, kill_idle
from poollab.lessons.lesson_06.restart import drama, what_clients_saw
from poollab.lessons.lesson_06.vanish import behind_a_tap, how_they_end

__all__ = [
    "SlowService",
    "at_once",
    "behind_a_tap",
    "check_sturdy",
    "check_tidy",
    "counted",
    "crowd",
    "drama",
    "evenings",
    "first_waiting",
    "how_they_end",
    "hush",
    "in_a_row",
    "kill_idle",
    "left_open",
    "things",
    "three_guests",
    "two_after",
    "two_backends",
    "what_clients_saw",
]
