"""Lesson 07: its guests, what is counted and scraped, and how its tasks are checked."""

from poollab.lessons.lesson_07.alert import check_alert
from poollab.lessons.lesson_07.away import away, five_ways
from poollab.lessons.lesson_07.counting import average, spread
from poollab.lessons.lesson_07.crowds import at_random, in_rounds, meet
from poollab.lessons.lesson_07.guests import five_visits, sockets, streams
from poollab.lessons.lesson_07.mended import check_mended
from poollab.lessons.lesson_07.metrics import CountRequests, busiest, scrape, scraped, template

__all__ = [
    "CountRequests",
    "at_random",
    "average",
    "away",
    "busiest",
    "check_alert",
    "check_mended",
    "five_visits",
    "five_ways",
    "in_rounds",
    "meet",
    "scrape",
    "scraped",
    "sockets",
    "spread",
    "streams",
    "template",
]
