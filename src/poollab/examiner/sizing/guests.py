"""Guests of the service: they come, stand, are served or sent away, and are counted."""

import asyncio
from collections import Counter

from poollab.examiner.app import App
from poollab.examiner.clients import Visits
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

AT_MOST = 7  # connections that the budget has for one worker


class SentAway(Missed):
    """Some were sent away before it was their turn."""


def visit(app: App, numbers: list[int]) -> Visits:
    """Ask for orders, all at once."""
    return [app.visit(f"/orders/{number}") for number in numbers]


def statuses(visits: Visits) -> dict[int, int]:
    """Count the answers that are there, by status."""
    return dict(Counter(one.result().status for one in visits if one.done()))


def words(seen: dict[int, int]) -> str:
    """Say which statuses there are; how many of each may be chance."""
    return " and ".join(map(str, sorted(seen)))


async def served(exam: Examination, visits: Visits, numbers: list[int], when: str) -> None:
    """See that all get 200 and the price. Raises Missed."""
    await asyncio.gather(*visits)
    if (seen := statuses(visits)) != {200: len(visits)}:
        look = " Who finds no connection waits until it goes on: how long?" if 503 in seen else ""
        kind = SentAway if 503 in seen else Missed
        raise kind(f"{when}: expected {len(visits)} answers of status 200, seen {seen}.{look}")
    for one, number in zip(visits, numbers, strict=True):
        if one.result().json() != exam.orders[number]:
            body = one.result().body[:40]
            raise Missed(f"/orders/{number}: expected {exam.orders[number]}, seen {body}.")


async def stand(exam: Examination, visits: Visits, when: str) -> None:
    """Wait until as many as may be are served at once.

    Raises Missed when they do not come, or when all the others are sent away.
    """
    over = exam.own_time.over()
    while (number := len(await exam.db.blocked())) < AT_MOST:
        sent_away = statuses(visits)
        if number + sum(sent_away.values()) == len(visits) or over():
            raise (SentAway if sent_away else Missed)(
                f"{when}: seen {number} served at once, and not one more came. The budget has room "
                "for more. What do size and overflow come to together?"
            )
        await asyncio.sleep(0.01)
