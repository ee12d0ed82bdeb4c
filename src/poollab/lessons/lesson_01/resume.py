"""The first half of the lesson in short, for a fresh kernel that goes on at the place to rest."""

from statistics import median

import asyncpg  # type: ignore[import-untyped]

from poollab import draw, load, postgres, predict
from poollab.lessons import lesson_01
from poollab.lessons.lesson_01 import OURS

__all__ = [
    "OURS", "SLOTS", "asyncpg", "db", "draw", "lesson_01", "load", "median", "predict",
]  # fmt: skip

SLOTS = 20
db = postgres.start(max_connections=SLOTS)
