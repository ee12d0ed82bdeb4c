"""What lesson 01 imports: what the server's machine says, clocks, stages, and the checks."""

from poollab.lessons.lesson_01.backends import (
    OURS,
    once_there_is_room,
    our_ports,
    process,
    send_all_home,
    until_left,
)
from poollab.lessons.lesson_01.checks import check_ask, check_count
from poollab.lessons.lesson_01.clocks import Laps, Line, straight, timed
from poollab.lessons.lesson_01.distances import DRAWN, over_distance, steepness
from poollab.lessons.lesson_01.messages import list_messages
from poollab.lessons.lesson_01.stages import forks, log_forks, stages

__all__ = [
    "DRAWN",
    "OURS",
    "Laps",
    "Line",
    "check_ask",
    "check_count",
    "forks",
    "list_messages",
    "log_forks",
    "once_there_is_room",
    "our_ports",
    "over_distance",
    "process",
    "send_all_home",
    "stages",
    "steepness",
    "straight",
    "timed",
    "until_left",
]
