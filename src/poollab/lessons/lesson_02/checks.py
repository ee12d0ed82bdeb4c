"""Checks of the lesson's tasks: the answer is served, asked, and looked at from the server."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import httpx
from fastapi import Depends, FastAPI, HTTPException

from poollab.errors import PoolLabError
from poollab.kitchen import until
from poollab.lessons.verdicts import NOT_TRIED, NOT_YET, RIGHT, task
from poollab.observer import Observer
from poollab.server import serve

DISHES = {"soup": 200, "lobster": 404, "burnt": 500}
"""What the restaurant of the first task is asked for, and how it should answer."""
SLOW = 30
"""Seconds that an answer may take: only one that hangs should ever need them."""


async def check_close(dependency: Any, observer: Observer, counter: str) -> None:
    """Print whether a dependency closes its connection, however the request ends.

    ``counter`` is the query that counts the server's sessions.
    """
    answers: dict[str, object] = {}
    left: dict[str, int] = {}
    before = observer.ask(counter)
    try:
        with serve(_restaurant(dependency, []), name="restaurant") as place:
            for dish in DISHES:
                answers[dish], said = await answer(f"{place.url}/{dish}")
                left[dish] = await left_over(observer)
                if dish == "soup" and answers[dish] == 500:
                    print("soup failed:", (said.strip() or "?").splitlines()[-1])
    except Exception as error:
        print(f"That could not be served: {error!r}")
    came = observer.ask(counter) - before
    print(f"answers: {answers}; connections opened: {came}, still open after: {left}")
    print(_closed(answers, left, came))


@task("02/close")
def _closed(answers: dict[str, object], left: dict[str, int], came: int) -> str:
    """Return the verdict on the first task."""
    if any(left.values()):
        return f"{NOT_YET}open after {', '.join(dish for dish in left if left[dish])}."
    if answers != DISHES:
        return (
            f"{NOT_YET}soup should answer 200, lobster 404, and burnt 500. "
            "A dependency that catches the exception must raise it again."
        )
    if came != len(DISHES):
        return f"{NOT_YET}each of the three requests should have one connection of its own."
    return f"{RIGHT}the exception comes out at the yield. Only finally covers cancelling, too."


def _restaurant(dependency: Any, kept: list[object]) -> FastAPI:
    """Return an app that keeps each connection, so that no garbage collection closes it."""
    app = FastAPI(debug=True)  # a 500 then says why

    @app.get("/{dish}")
    async def order(dish: str, connection: Annotated[Any, Depends(dependency)]) -> Any:
        kept.append(connection)
        if dish == "lobster":
            raise HTTPException(404, "no lobster today")
        return await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")

    return app


async def answer(url: str) -> tuple[object, str]:
    """Return the status and the text of an answer, or the error's class and nothing."""
    try:
        async with httpx.AsyncClient(timeout=SLOW) as client:
            said = await client.get(url)
    except httpx.HTTPError as error:
        return type(error).__name__, ""
    return said.status_code, said.text


async def left_over(observer: Observer) -> int:
    """Return how many connections the app still has after a while; end them."""
    with contextlib.suppress(PoolLabError):
        await until(observer.nobody, within=2)
    count = observer.backends()
    observer.end_backends()
    return count


async def check_counts(
    app: FastAPI, yours: Mapping[str, Any], opens: Callable[..., Awaitable[int]]
) -> None:
    """Print of each path whether so many connections are opened as the learner says."""
    print(await _counts(app, yours, opens))


@task("02/count")
async def _counts(
    app: FastAPI, yours: Mapping[str, Any], opens: Callable[..., Awaitable[int]]
) -> str:
    """Return the verdict on the third task."""
    if None in yours.values():
        return f"{NOT_TRIED}put three numbers into the cell above, and run both again."
    found: dict[str, Any] = {}
    try:
        with serve(app, name="counted") as place:
            for path in yours:
                found[path] = await opens(place.url + path, requests=20)
    except Exception as error:
        found = dict.fromkeys(yours, repr(error))
    hints = {"/same": " (see hint 2)", "/unused": " (see hint 3)"}
    said = []
    for path, number in yours.items():
        right = number == found[path]
        wrong = f"not what the server counted{hints.get(path, '')}"
        said.append(f"{'✓' if right else '✗'} {path}: {number!r} is {'right' if right else wrong}")
    if yours == found:
        said += [f"{RIGHT}one call per request (and per scope); a session connects when it must."]
    return "\n".join(said)
