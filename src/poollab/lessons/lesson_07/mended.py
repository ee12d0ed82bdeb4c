"""Task 1: an app that loses connections is visited in six ways, and must have all of them after."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI

from poollab.lessons.verdicts import NOT_ENOUGH, NOT_YET, RIGHT, task
from poollab.server import Server, serve

CANCELLED = ", cancelled"
Said = tuple[int | None, str] | None
EXPECTED: dict[str, Said] = {
    "/bill/3": (200, "30"),
    "/bill/99": (404, '{"detail":"Not Found"}'),
    "/bill/-9999999999": (500, "Internal Server Error"),  # no int of the server's
    "/bill/3, cancelled": None,
    "/wine": (200, '"no wine tonight"'),
    "/wine, cancelled": None,
}
"""Each way, and what must be answered; None where nobody is there to hear it."""


@task("07/mend")
def check_mended(restaurant: Callable[[], FastAPI], yours: APIRouter) -> str:
    """Visit the learner's endpoints, each time in an app of its own; return what is said to that.

    ``restaurant`` makes an app with a pool of 5, which is at ``app.state.pool`` when served.
    """

    def visit(where: str) -> tuple[Said, int]:
        app = restaurant()
        app.include_router(yours)
        with serve(app, name=where) as place:
            return _visit(place, app, where)

    with ThreadPoolExecutor() as threads:
        visits = dict(zip(EXPECTED, threads.map(visit, EXPECTED), strict=True))
    seen = [f"{where}: {_words(said)}; {lent} of 5 left" for where, (said, lent) in visits.items()]
    return "\n".join([_verdict(visits), "Each way, in an app of its own:", *seen])


def _verdict(visits: dict[str, tuple[Said, int]]) -> str:
    """Say what the visits show."""
    changed = [where for where, (said, _) in visits.items() if said != EXPECTED[where]]
    away = [where for where, (_, lent) in visits.items() if lent < 5]
    if changed:
        code, text = EXPECTED[changed[0]] or ("", "none")
        return f"{NOT_YET}the answer of {changed[0]} should be {code} {text}."
    if away:
        untouched = away == [where for where in EXPECTED if where != "/bill/3"]
        lost = f"a connection is lost in {len(away)} of {len(EXPECTED)} ways; the first: {away[0]}."
        return (NOT_ENOUGH if untouched else NOT_YET) + lost
    return f"{RIGHT}whatever the way out, the pool can lend all five again."


def _words(said: Said) -> str:
    """Say an answer."""
    return f"{said[0] or ''} {said[1]}".strip() if said else "nobody waits for the answer"


def _visit(place: Server, app: FastAPI, where: str) -> tuple[Said, int]:
    """Visit a path; return the answer, and how many connections the pool can lend afterwards."""
    path, cancelled, _ = where.partition(CANCELLED)
    if cancelled:
        place.run(_cut_off(app, path))
        return None, place.run(_lend_all(app.state.pool))
    said: Said
    try:
        answer = httpx.get(place.url + path, timeout=5)
        said = answer.status_code, answer.text
    except httpx.HTTPError as error:
        said = None, repr(error)
    return said, place.run(_lend_all(app.state.pool))


async def _cut_off(app: FastAPI, path: str) -> None:
    """Cancel a request as soon as it has a connection."""
    pool, inside = app.state.pool, httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=inside, base_url="http://inside") as guest:
        task = asyncio.create_task(guest.get(path))
        while pool.get_idle_size() == pool.get_size() and not task.done():
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _lend_all(pool: Any) -> int:
    """Return how many connections a pool can still lend at once."""
    taken: list[Any] = []
    while len(taken) < pool.get_max_size():
        try:
            taken.append(await pool.acquire(timeout=1))
        except TimeoutError:
            break
    for connection in taken:
        await pool.release(connection)
    return len(taken)
