"""The restaurant of the assignment *leaks*: a service that is watched without knowing its source.

What its endpoints do, and which of them lose connections, is not written here: the database says
it, visit by visit.
"""

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

    @app.get("/{place:path}")
    async def visit(place: str, later: BackgroundTasks) -> str:
        connection, step = await pool.acquire(), 1
        while True:
            course = "SELECT course($1, $2)"
            match await connection.fetchval(course, f"/{place}", step):
                case "release":
                    await pool.release(connection)
                    return "served"
                case "lose":
                    return "served"
                case "lose and fail":
                    raise HTTPException(500, "the plate fell")
                case "lose and raise":
                    raise RuntimeError("the plate fell")
                case "release and fail":
                    await pool.release(connection)
                    raise HTTPException(500, "the plate fell")
                case "another":
                    await pool.release(connection)
                    connection = await pool.acquire()
                case "later":
                    later.add_task(wash_up, connection, place, step + 1)
                    return "served"
                case _:
                    await pool.release(connection)
                    raise HTTPException(404, "not on the menu")
            step += 1

    async def wash_up(connection: Any, place: str, step: int) -> None:
        await connection.fetchval("SELECT course($1, $2)", f"/{place}", step)
        await pool.release(connection)

    return app
