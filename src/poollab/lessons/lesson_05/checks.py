"""How the two tasks of lesson 05 are judged: each answer is run, and looked at from outside."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
from fastapi import FastAPI

from poollab.kitchen import Kitchen, until
from poollab.lessons.verdicts import NOT_ENOUGH, NOT_YET, RIGHT, task
from poollab.server import serve

MEAL = "SELECT 1 FROM pg_advisory_xact_lock_shared(1)"

Handle = Callable[[asyncpg.Pool, str], Awaitable[Any]]


@task("05/report")
async def check_report(app: FastAPI, dsn: str) -> str:
    """Say whether ``/health`` answers while ``/report`` waits in the database."""
    print("Checking: a report waits, and /health is asked …")
    try:
        problem = await _report(app, dsn)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    if problem:
        return _sign(*(getattr(route, "endpoint", None) for route in app.routes)) + problem
    return RIGHT + "the report waits, the loop doesn't. A thread or an async driver waits for it."


async def _report(app: FastAPI, dsn: str) -> str | None:
    """Return what is wrong with the report."""
    alive, early, answer = await _while_it_waits(app, dsn)
    if alive is None:
        return "the report waits, and /health gets no answer. Who waits in the loop?"
    if {alive, answer.status_code} != {200}:
        last = " ".join(answer.text.strip().splitlines()[-1:])
        return f"/health answers {alive}, /report {answer.status_code}. {last}"
    if early:
        return "/report answered before its query did."
    if answer.json() != 1:
        return f"the query answers 1, and /report {answer.text}."
    return None


async def _while_it_waits(app: FastAPI, dsn: str) -> tuple[int | None, bool, httpx.Response]:
    """Return what ``/health`` answers meanwhile, whether the report was early, and its answer."""
    app.debug = True  # a 500 then brings its error with it
    no_reuse = httpx.Limits(max_keepalive_connections=0)  # after a 500 the server hangs up
    with serve(app, name="office") as place:
        client = httpx.AsyncClient(base_url=place.url, limits=no_reuse)
        async with Kitchen(dsn) as kitchen, client:
            report = asyncio.create_task(client.get("/report", timeout=15))
            alive, early = None, False
            try:
                await until(lambda: report.done() or kitchen.guests(0), within=20)
                alive = (await client.get("/health", timeout=3)).status_code
                early = report.done()
            except httpx.HTTPError:
                pass
            finally:
                await kitchen.serve()
                await asyncio.wait([report])
    return alive, early, report.result()


@task("05/cancel")
async def check_handle(handle: Handle, dsn: str) -> str:
    """Say whether ``handle(pool, query)`` gives its connection back, whatever happens."""
    print("Checking: a query is cancelled, one fails, one is answered …")
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=1)
    try:
        async with Kitchen(dsn) as kitchen, asyncio.timeout(10):
            problem = await _three_tries(handle, kitchen, pool)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    finally:
        pool.terminate()
    if problem:
        return _sign(handle) + problem
    return RIGHT + "three ways out, one connection, and whoever cancelled was told."


async def _three_tries(handle: Handle, kitchen: Kitchen, pool: asyncpg.Pool) -> str | None:
    """Return what is wrong with one of three ways out."""
    before = await pool.fetchval("SELECT pg_backend_pid()")
    if problem := await _cancelled_midway(handle, kitchen, pool):
        return problem
    (burnt,) = await asyncio.gather(handle(pool, "SELECT 1 / 0"), return_exceptions=True)
    if _still_out(pool) or not isinstance(burnt, asyncpg.DivisionByZeroError):
        return "after an error, the caller wants to know it and the pool its connection."
    if await handle(pool, "SELECT 4") != 4 or _still_out(pool):
        return "after a good query, the answer and the connection should come back."
    if await pool.fetchval("SELECT pg_backend_pid()") != before:
        return "closed is not given back. The pool had to open a new one."
    return None


async def _cancelled_midway(handle: Handle, kitchen: Kitchen, pool: asyncpg.Pool) -> str | None:
    """Return what is wrong with a handler that is cancelled in mid-query."""
    task = asyncio.ensure_future(handle(pool, MEAL))
    await until(lambda: task.done() or kitchen.guests(0))
    if task.done():
        return f"it answered {await task} before the kitchen served."
    task.cancel()
    await asyncio.wait([task], timeout=3)
    if _still_out(pool):
        return "the task is cancelled, and its connection is still out."
    if task.cancelled():
        return None
    if task.done() and task.exception():
        return f"it came back, but cancelled it ended with {task.exception()!r}."
    return "it came back, but the cancellation was swallowed. Let it go on."


def _still_out(pool: asyncpg.Pool) -> bool:
    return bool(pool.get_size() > pool.get_idle_size())


def _sign(*functions: object) -> str:
    """Return the words for an answer that is not right: the given cell still says TODO."""
    return NOT_ENOUGH if any("TODO" in _source(one) for one in functions) else NOT_YET


def _source(function: object) -> str:
    """Return a function's source, as far as it is known."""
    try:
        return inspect.getsource(function)  # type: ignore[arg-type]
    except (OSError, TypeError):
        return ""
