"""The check of the second task: a receipt is printed, and the connection is gone by then."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

import asyncpg  # type: ignore[import-untyped]
from fastapi import FastAPI

from poollab.errors import PoolLabError
from poollab.kitchen import until
from poollab.lessons.lesson_02.checks import SLOW, answer, left_over
from poollab.lessons.verdicts import NOT_YET, RIGHT, task
from poollab.observer import Observer
from poollab.server import serve


@dataclass(frozen=True)
class Bill:
    """What was seen while a bill was asked for, and its receipt printed."""

    began: bool
    held: int
    in_time: bool
    answer: tuple[object, str]


async def check_bill(
    app: FastAPI, printing: list[Any], gate: threading.Event, observer: Observer, counter: str
) -> None:
    """Print whether the connection is closed before the receipt is printed.

    ``printing`` holds what is printed, ``gate`` lets it end, ``counter`` counts sessions.
    """
    before = observer.ask(counter)
    try:
        bill = await _asked(app, printing, gate, observer)
    except Exception as error:
        bill = Bill(began=True, held=0, in_time=True, answer=(repr(error), ""))
    print(_verdict(bill, printing, observer.ask(counter) - before))


async def _asked(
    app: FastAPI, printing: list[Any], gate: threading.Event, observer: Observer
) -> Bill:
    """Ask for a bill; look at the server while the receipt is being printed."""
    printing.clear()
    gate.clear()
    try:
        with serve(app, name="bills") as place, _kept():
            request = asyncio.create_task(answer(f"{place.url}/bill"))
            # Whoever looks earlier ends the connection of a bill that is only slow.
            await until(lambda: printing or request.done(), within=3 * SLOW)
            with contextlib.suppress(PoolLabError):
                await until(lambda: printing, within=5)  # a task begins after the answer
            began, held = bool(printing), await left_over(observer)
            with contextlib.suppress(PoolLabError):
                await until(request.done, within=2)
            in_time = request.done()
            gate.set()
            return Bill(began, held, in_time, await request)
    finally:
        gate.set()


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Keep each connection that is opened: or garbage collection might do the closing."""
    opened: list[Any] = []
    connect = asyncpg.connect

    async def connect_and_keep(*args: Any, **options: Any) -> Any:
        opened.append(await connect(*args, **options))
        return opened[-1]

    with mock.patch.object(asyncpg, "connect", connect_and_keep):
        yield


@task("02/bill")
def _verdict(bill: Bill, printing: list[Any], came: int) -> str:
    """Return the verdict on the second task."""
    if not bill.began:
        return (
            f"{NOT_YET}no receipt is printed; keep the background task. The answer: {bill.answer}"
        )
    if bill.held:
        return (
            f"{NOT_YET}while the receipt is being printed, the server still has "
            f"{bill.held} backend."
        )
    if not bill.in_time:
        return f"{NOT_YET}the guest has no answer as long as the receipt is being printed."
    if bill.answer != (200, "42"):
        return f"{NOT_YET}the bill should be answered with 200 and 42, not with {bill.answer}."
    if came != 1 or printing != [42]:
        return f"{NOT_YET}ask the database for the total, once, and print one receipt with it."
    return (
        f"{RIGHT}the guest has the bill, the printing goes on, and the connection is gone.\n"
        "(If you took create_task: keep a reference to the task, or it may vanish.)"
    )
