"""How task 2 of lesson 04 is checked: the dependency is served, and guests come."""

import asyncio
import os
from collections.abc import Callable
from typing import Annotated, Any
from unittest.mock import patch

import httpx
from fastapi import Depends, FastAPI

from poollab.kitchen import Kitchen
from poollab.lessons.verdicts import NOT_TRIED, NOT_YET, RIGHT, task
from poollab.postgres import Postgres
from poollab.server import serve


@task("04/stand")
async def check_stand(
    dependency: Callable[..., Any], lifespan: Callable[[Any], Any], db: Postgres
) -> str:
    """Return the verdict on a dependency that lends from a pool of two of a lifespan."""
    app = _stand_with(dependency, lifespan)
    own = {"POOL_SIZE": "2", "POOL_TIMEOUT": "10", "QUERY_TIMEOUT": "60", "APP_NAME": "stand"}
    with patch.dict(os.environ, own), serve(app, name="stand") as place:
        once = httpx.Limits(max_keepalive_connections=0)  # uvicorn hangs up after a 500
        async with httpx.AsyncClient(base_url=place.url, limits=once) as client:
            said = await _stand(client, db)
        place.run(_close_up(app.state.pool))
    return said


def _stand_with(dependency: Callable[..., Any], lifespan: Callable[[Any], Any]) -> FastAPI:
    app = FastAPI(lifespan=lifespan)

    @app.get("/cone/{flavour}")
    async def cone(flavour: str, connection: Annotated[Any, Depends(dependency)]) -> str:
        if connection is None:
            return "no connection"
        if flavour == "late":
            raise TimeoutError("the ice machine is slow")
        sql = "SELECT 1 / 0" if flavour == "burnt" else "SELECT pg_advisory_xact_lock_shared(1)"
        await connection.fetchval(sql)
        return "one cone"

    return app


async def _close_up(pool: Any) -> None:
    pool.terminate()  # close() would wait for what never came back


async def _visit(
    client: httpx.AsyncClient, flavour: str, patience: float = 4
) -> tuple[int | str, str, str, float]:
    """Return the status, when to come again, the words, and the seconds it took."""
    try:
        answer = await client.get(f"/cone/{flavour}", timeout=patience)
    except httpx.HTTPError:
        return "no answer", "", "", patience
    retry, waited = answer.headers.get("retry-after", ""), answer.elapsed.total_seconds()
    return answer.status_code, retry, answer.text, waited


async def _third(client: httpx.AsyncClient, db: Postgres) -> tuple[int | str, str, str, float]:
    """Let two come whom the kitchen keeps, and then a third."""
    async with Kitchen(db.dsn) as kitchen:
        two = [asyncio.create_task(_visit(client, "vanilla", patience=15)) for _ in range(2)]
        try:
            await kitchen.guests(2, within=4)
            third = await _visit(client, "vanilla")
        except Exception:
            third = "never came", "", "", 0.0
    await asyncio.wait(two, timeout=4)
    return third


async def _stand(client: httpx.AsyncClient, db: Postgres) -> str:
    first, _, words, _ = await _visit(client, "vanilla")
    if words == '"no connection"':
        return f"{NOT_TRIED}lend a connection in the cell above, and run it and the check."
    if first != 200:
        return f"{NOT_YET}the first guest of the day should get 200, not {first}."
    return _waiting(*await _third(client, db)) or await _broken(client, db)


def _waiting(status: int | str, retry: str, _: str, waited: float) -> str:
    """Return what is wrong with the answer to the third guest, nothing if it is right."""
    if status == "never came":
        return f"{NOT_YET}two guests should be served at once. Did a connection not come back?"
    if status == "no answer":
        return f"{NOT_YET}the third guest still waits after four seconds."
    if status != 503 or not retry.isdigit():
        return f"{NOT_YET}the third guest got {status}, with Retry-After: {retry or None}."
    if not 0.2 < waited < 2.5:
        return f"{NOT_YET}the third guest should wait half a second, not {waited:.1f}."
    return ""


async def _broken(client: httpx.AsyncClient, db: Postgres) -> str:
    """Let requests fail, and see whether all connections come back."""
    broken = [(await _visit(client, flavour))[0] for flavour in ("burnt", "late", "burnt")]
    if broken[1] == 503:
        return f"{NOT_YET}a slow ice machine was taken for an empty pool. Which try is too wide?"
    if broken != [500] * 3 and 503 not in broken:
        return f"{NOT_YET}requests that fail should end with 500, not {broken}."
    if (await _third(client, db))[0] != 503:
        return f"{NOT_YET}after requests that failed {broken}, connections are missing."
    return f"{RIGHT}an empty pool says so, a broken request does not, and all come back."
