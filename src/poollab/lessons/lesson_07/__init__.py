"""Lesson 07: its guests, what is counted and scraped, and how its tasks are checked."""

from poollab.lessons.lesson_07.alert import check_alert
from poollab.lessons.lesson_07.away import away, five_ways
from poollab.lessons.lesson_07.counting import average, spread
from poollab.lessons.lesson_07.crowds import at_random, burst, in_rounds, said, sizes_tried
from poollab.lessons.lesson_07.guests import five_visits, sockets, streams
from poollab.lessons.lesson_07.mended import check_mended
from poollab.lessons.lesson_07.metrics import CountRequests, PoolCollector, template
from poollab.lessons.lesson_07.pictures import draw_sizes, draw_waits
from poollab.lessons.lesson_07.scraping import (
    busiest,
    figures,
    is_quiet,
    page,
    scrape,
    scraped,
    table_of_alerts,
)

__all__ = [
    "CountRequests",
    "PoolCollector",
    "at_random",
    "average",
    "away",
    "burst",
    "busiest",
    "check_alert",
    "check_mended",
    "draw_sizes",
    "draw_waits",
    "figures",
    "five_visits",
    "five_ways",
    "in_rounds",
    "is_quiet",
    "page",
    "said",
    "scrape",
    "scraped",
    "sizes_tried",
    "sockets",
    "spread",
    "streams",
    "table_of_alerts",
    "template",
]
