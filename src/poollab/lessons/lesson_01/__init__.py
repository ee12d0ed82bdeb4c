"""What lesson 01 imports: what the server's machine says, clocks, stages, and the checks."""

from poollab.lessons.lesson_01.backends import OURS, our_ports, process, send_all_home, until_left
from poollab.lessons.lesson_01.checks import check_ask, check_count
from poollab.lessons.lesson_01.clocks import Laps, Line, straight, timed
from poollab.lessons.lesson_01.stages import forks, stages, told_of_forks

__all__ = [
    "OURS",
    "Laps",
    "Line",
    "check_ask",
    "check_count",
    "forks",
    "our_ports",
    "process",
    "send_all_home",
    "stages",
    "straight",
    "timed",
    "told_of_forks",
    "until_left",
]
