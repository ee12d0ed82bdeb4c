"""Clients who give up: whether they hear of an empty pool before that."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from poollab.examiner.app import Answer
from poollab.examiner.database import PATIENCE
from poollab.examiner.verdict import Missed

GIVES_UP = 2  # seconds
Visits = list["asyncio.Task[Answer]"]


class Late(Missed):
    """Nobody was answered before the clients give up: on a busy machine that may be chance."""


async def in_time(visits: Collection[asyncio.Task[Answer]], what: str) -> None:
    """Wait for the first answer. Raises Late when it does not come before its client gives up."""
    done, _ = await asyncio.wait(visits, timeout=GIVES_UP, return_when=asyncio.FIRST_COMPLETED)
    if not done:
        raise Late(
            f"{what}: expected answers before the clients give up, after {GIVES_UP} seconds, "
            "seen none. How long does taking a connection wait?"
        )


async def once_more(look: Callable[[Visits], Awaitable[None]]) -> None:
    """Look again if all answers come late. Raises Missed.

    ``look`` puts its visits into the list that it is given; when it ends nothing holds them back.
    """
    visits: Visits = []
    try:
        await look(visits)
    except Late:
        await asyncio.wait(visits, timeout=PATIENCE)
        await look([])
