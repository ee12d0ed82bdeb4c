"""The restaurant of the assignment *leaks*: a service that is watched without knowing its source.

What its endpoints do, and which of them lose connections, is not written here: the database says
it, visit by visit.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Protocol

from fastapi import BackgroundTasks, FastAPI, HTTPException


class Pool(Protocol):
    """All that the restaurant uses of a pool."""

    async def acquire(self) -> Any:
        """Lend a connection of asyncpg's."""

    async def release(self, connection: Any) -> None:
        """Take one back."""


def restaurant(pool: Pool) -> Callable[..., Any]:
    """Return an ASGI app that borrows from this pool, and does not always give back."""
    app = FastAPI()
    left = set()  # tasks: who keeps none may lose it

    @app.api_route("/{place:path}", methods=["GET", "POST"])
    async def visit(place: str, later: BackgroundTasks) -> str:
        held, step = [await pool.acquire()], 1
        while True:
            course = await held[-1].fetchval("SELECT course($1, $2)", f"/{place}", step)
            if course in ("release", "another", "release and fail"):
                while held:
                    await pool.release(held.pop())
            match course:
                case "release" | "lose":
                    return "served"
                case "lose and fail" | "release and fail":
                    raise HTTPException(500, "the plate fell")
                case "lose and raise":
                    raise RuntimeError("the plate fell")
                case "lose and be cancelled":
                    raise asyncio.CancelledError
                case "another" | "one more":
                    held.append(await asyncio.create_task(pool.acquire()))
                case "one more if soon":
                    with contextlib.suppress(TimeoutError):
                        held.append(await asyncio.wait_for(pool.acquire(), 0.05))
                case "one less":
                    await pool.release(held.pop())
                case "later":
                    later.add_task(wash_up, held.pop(), place, step + 1)
                    return "served"
                case "after the end":
                    left.add(asyncio.create_task(wash_up(held.pop(), place, step + 1)))
                    return "served"
                case _:
                    await pool.release(held.pop())
                    raise HTTPException(404, "not on the menu")
            step += 1

    async def wash_up(connection: Any, place: str, step: int) -> None:
        await connection.fetchval("SELECT course($1, $2)", f"/{place}", step)
        await pool.release(connection)

    return app
