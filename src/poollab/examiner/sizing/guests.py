"""Guests of an app: they come, stand, are served or sent away, and are counted."""

import asyncio
import json
import time
from collections import Counter

from poollab.examiner.app import Answer, App
from poollab.examiner.clients import Visits, in_time
from poollab.examiner.examination import OPENS, Examination
from poollab.examiner.own_time import TooSlow
from poollab.examiner.verdict import Missed

KEPT_FOR = 2.5  # seconds of the answer's own: longer than clients wait, as the text says


class SentAway(Missed):
    """Some were sent away before it was their turn."""


class TooFew(SentAway):
    """The others were sent away, while fewer were served than may be."""


def visit(app: App, numbers: list[int]) -> Visits:
    """Ask for orders, all at once."""
    return [app.visit(f"/orders/{number}") for number in numbers]


def statuses(visits: Visits) -> dict[int, int]:
    """Count the answers that are there, by status."""
    return dict(Counter(one.result().status for one in visits if one.done()))


def words(seen: dict[int, int]) -> str:
    """Say which statuses there are; how many of each may be chance."""
    return " and ".join(map(str, sorted(seen)))


def fewer(when: str, number: int, sent_away: dict[int, int]) -> Missed:
    """Say that fewer are served at once than there might be."""
    answered = f", some answered {words(sent_away)} before" if sent_away else ""
    look = "The budget has room for more. What do size and overflow come to together?"
    if 200 in sent_away:
        look = "Who is answered before his query is done, can't be told the price of now."
    return (TooFew if sent_away else Missed)(
        f"{when}: seen {number} served at once{answered}, and not one more came. {look}"
    )


def says(answer: Answer, value: object) -> bool:
    """Return whether an answer is this value, as JSON."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        return False
    return bool(said == value and "json" in answer.headers.get("content-type", ""))


def shown(answer: Answer) -> str:
    """Return an answer in words."""
    kind = answer.headers.get("content-type", "no content-type")
    return f"{answer.status} and {answer.body[:60]!r} ({kind})"


async def priced(exam: Examination, visits: Visits, numbers: list[int], when: str) -> None:
    """See that those who are served get the price of their order, as JSON. Raises Missed."""
    for answer, number in zip(await asyncio.gather(*visits), numbers, strict=True):
        with exam.check("the price as JSON"):
            if answer.status == 200 and not says(answer, exam.orders[number]):
                raise wrong_price(exam, answer, number, when)


async def first(exam: Examination, app: App, numbers: list[int]) -> None:
    """See that orders are answered one after another. Raises Missed."""
    with exam.check("the price as JSON"):
        for number in numbers:
            answer = await app.ask(f"/orders/{number}")
            if answer.status != 200 or not says(answer, exam.orders[number]):
                raise wrong_price(exam, answer, number, "When nobody else is there")


def wrong_price(exam: Examination, answer: Answer, number: int, when: str) -> Missed:
    """Say what an order's price should be, and what was seen."""
    return Missed(
        f"{when}, GET /orders/{number}: expected 200 and {exam.orders[number]} as JSON, "
        f"seen {shown(answer)}."
    )


async def turned_away(exam: Examination, visits: Visits, what: str) -> None:
    """See that those who find no connection are told so, all in time. Raises Missed."""
    with exam.check("whoever finds no connection is told in time"):
        await in_time(exam, visits, what)
    await exam.own_time.wait(visits)
    with exam.check("whoever finds no connection gets a 503"):
        answered = [one.result() for one in visits if one.done()]
        if other := [answer for answer in answered if answer.status != 503]:
            raise Missed(
                f"{what}: expected status 503, seen {other[0].status}, with "
                f"{other[0].body[:60]!r}. What becomes of the pool's error?"
            )


class Outlasted(Missed):
    """Some were answered after they had been held for longer than the text says."""


class Hold:
    """How long those who have a connection are held: longer than clients wait."""

    def __init__(self, exam: Examination) -> None:
        """Begin."""
        self.over = exam.own_time.over(KEPT_FOR)
        self._until = time.monotonic() + KEPT_FOR

    def look(self, exam: Examination, inside: Visits, what: str) -> None:
        """See that they are not answered yet. Raises Missed.

        On a slow machine it takes longer by the clock than the text says: raises TooSlow then.
        """
        gone, outlasted = statuses(inside), time.monotonic() > self._until
        try:
            with exam.check("whoever has a connection keeps it"):
                if gone:
                    raise (Outlasted if outlasted else Missed)(
                        f"{what}: expected that those who have a connection keep it until their "
                        f"query is done, seen some answered {words(gone)} before. What has a "
                        "time limit?"
                    )
        except Outlasted:
            raise TooSlow from None

    async def keep(self, exam: Examination, inside: Visits, what: str) -> None:
        """See that they are not answered until it is over. Raises Missed, and TooSlow."""
        while not self.over():
            self.look(exam, inside, what)
            await asyncio.sleep(0.02)


async def at_most(exam: Examination, number: int, when: str, look: str = "") -> None:
    """See that the answer has no more connections open, but for a moment. Raises Missed."""
    with exam.check("no more connections than there should be"):
        over = exam.own_time.over(OPENS)
        while (seen := len(await exam.db.backends())) > number:
            if over():
                raise Missed(f"{when}: seen {seen} connections, and that is too many. {look}")
            await asyncio.sleep(0.02)
