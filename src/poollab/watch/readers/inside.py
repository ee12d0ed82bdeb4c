"""Finds the pool in what was passed, such as a session, and says what to pass if there is none."""

from collections.abc import Callable, Iterator
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import psycopg_pool
from sqlalchemy.engine import Connection
from sqlalchemy.ext import asyncio as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import NullPool, Pool, QueuePool

from poollab.errors import PoolLabError

_INSIDE: tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((scoped_session, sa.async_scoped_session), lambda one: one.session_factory),
    ((sessionmaker, sa.async_sessionmaker), lambda one: one.kw.get("bind")),
    ((Session, sa.AsyncSession), lambda one: one.bind),
    ((Connection, sa.AsyncConnection), lambda one: one.engine),
    ((sa.AsyncEngine,), lambda one: one.sync_engine),
)
"""What holds what, from the outside in."""

_KINDS = (
    "an asyncpg pool, an SQLAlchemy engine or session (sync or async) or a pool of psycopg_pool"
)


def inside(thing: Any) -> Any:
    """Return the pool, or SQLAlchemy's engine, that is meant.

    Raises ``PoolLabError``, saying what to pass instead, if it is none that can be watched.
    """
    inner = _innermost(thing)
    if not _can_be_read(inner):
        raise PoolLabError(f"{type(thing).__name__}{_why_not(thing, inner)}")
    return inner


def _innermost(thing: Any) -> Any:
    """Return what a session or engine holds; anything else as it is."""
    for kinds, step in _INSIDE:
        thing = step(thing) if isinstance(thing, kinds) else thing
    return thing


def _can_be_read(inner: Any) -> bool:
    """Say whether there is a reader for it."""
    pools = asyncpg.Pool | psycopg_pool.ConnectionPool | psycopg_pool.AsyncConnectionPool
    return isinstance(inner, pools) or isinstance(_pool(inner), QueuePool | NullPool)


def _pool(inner: Any) -> Any:
    """Return the pool of an engine; anything else as it is."""
    return getattr(inner, "pool", inner)


def _why_not(thing: Any, inner: Any) -> str:
    """Return the rest of the sentence that says what can't be watched, and what can."""
    pool = _pool(inner)
    if isinstance(pool, Pool):
        kind = "" if pool is thing else f" with {type(pool).__name__}"
        return f"{kind} can't be watched: give an engine with QueuePool, the default, or NullPool."
    if inner is None and thing is not None:
        return " can't be watched, it has no engine of its own: give the engine."
    if names := list(_named(thing)):
        return f" can't be watched, the pool in it can: give its {' or '.join(names)}."
    return f" can't be watched: give {_KINDS}."


def _named(thing: Any) -> Iterator[str]:
    """Return where an object, such as a FastAPI app with its ``state``, keeps pools."""
    state = getattr(getattr(thing, "state", None), "_state", None) or {}
    for prefix, kept in (("", getattr(thing, "__dict__", {})), ("state.", state)):
        for name, one in kept.items():
            if _can_be_read(_innermost(one)):
                yield f"{prefix}{name}"
