"""What lesson 05 imports: its experiments, step by step, and the checks of its tasks."""

from poollab.lessons.lesson_05.behind import three_requests
from poollab.lessons.lesson_05.cancelled import MOMENTS, fate
from poollab.lessons.lesson_05.checks import check_handle, check_report
from poollab.lessons.lesson_05.crowd import rush, standstill
from poollab.lessons.lesson_05.heartbeat import hold
from poollab.lessons.lesson_05.leaving import leave
from poollab.lessons.lesson_05.ways import measured

__all__ = [
    "MOMENTS",
    "check_handle",
    "check_report",
    "fate",
    "hold",
    "leave",
    "measured",
    "rush",
    "standstill",
    "three_requests",
]
