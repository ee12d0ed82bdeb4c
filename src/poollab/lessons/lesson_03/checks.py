"""How the two tasks of lesson 03 are judged: by what the pool says, dish after dish."""

import inspect
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from poollab import watch
from poollab.errors import PoolLabError
from poollab.lessons.verdicts import NOT_TRIED, NOT_YET, RIGHT, task
from poollab.server import serve

DISHES = ("soup", "burnt", "soup", "burnt", "burnt", "soup")
ANSWERS = {"soup": "200", "burnt": "500"}


@task("03/mend")
async def check_mend(mended: FastAPI, visit: Callable[[str], str]) -> str:
    """Say whether an app's ``/order`` gives its connection back, whatever comes of the query.

    ``visit`` asks an address, and returns the status of the answer with its last line.
    """
    orders: list[str] = []
    with serve(mended, name="restaurant") as place, watch.pool(mended.state.pool) as seen:
        for dish in DISHES:
            orders.append(visit(f"{place.url}/order?dish={dish}"))
            print(f"{dish}: {orders[-1]}")
            if not await _is_back(seen):
                break
        last = seen.sample()
    print(f"The pool: {last.size} open, {last.in_use} in use")
    return _judged(mended, orders, last)


async def _is_back(seen: watch.LiveRecording) -> bool:
    """Say whether no connection is out, or soon none: a dependency gives back after the answer."""
    try:
        await seen.until(in_use=0, seconds=2)
    except PoolLabError:
        return False
    return True


def _judged(mended: FastAPI, orders: list[str], last: watch.Sample) -> str:
    """Return the verdict on the answers that the orders got, and on the pool after the last."""
    if last.in_use:
        sign = NOT_TRIED if _is_as_given(mended) else NOT_YET
        return f"{sign}connections are out. After which dish?"
    codes = [order[:3] for order in orders]
    if codes != [ANSWERS[dish] for dish in DISHES] or "DivisionByZero" not in orders[1]:
        return (
            f"{NOT_YET}soup should answer 200. Burnt should fail in the database, and answer 500."
        )
    soups = {order for order in orders if order.startswith("200")}
    if len(soups | {f"200 {pid}" for pid in last.pids}) > 1:
        return f"{NOT_YET}another backend for another soup. Closed is not given back."
    return f"{RIGHT}one backend did it all, and a failed query still told the client so."


def _is_as_given(mended: FastAPI) -> bool:
    """Say whether the endpoint still has its TODO."""
    endpoint: Any = getattr(mended.routes[-1], "endpoint", None)
    try:
        return "TODO" in inspect.getsource(endpoint)
    except (TypeError, OSError):  # what comes last is no endpoint of a cell
        return False


@task("03/count")
def check_count(in_use: Any, waiting: Any, measured: watch.Sample) -> str:
    """Say whether two numbers are those that the pool said when two of the meals were ready."""
    if not all(isinstance(number, int) for number in (in_use, waiting)):
        return f"{NOT_TRIED}put two whole numbers in the cell above, and run both again."
    if (in_use, waiting) == (measured.in_use, measured.waiting):
        return f"{RIGHT}whoever comes back is lent again at once, as long as somebody waits."
    both = [("in use", in_use, measured.in_use), ("waiting", waiting, measured.waiting)]
    return "\n".join(_compared(*one) for one in both)


def _compared(name: str, yours: int, measured: int) -> str:
    """Return a line about one of the numbers."""
    if yours == measured:
        return f"✓ {name}: {yours} is right"
    return f"✗ {name}: {yours} is not what was measured"
