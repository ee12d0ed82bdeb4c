"""The first half of the lesson in short, for a fresh kernel that goes on at the place to rest."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import asyncpg  # type: ignore[import-untyped]
import httpx
from fastapi import Depends, FastAPI
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from poollab import draw, postgres, predict
from poollab.kitchen import until
from poollab.lessons import lesson_02
from poollab.observer import Observer
from poollab.server import serve

__all__ = [
    "COUNTER", "Annotated", "AsyncSession", "Connection", "Depends", "FastAPI", "Session",
    "asyncio", "asyncpg", "db", "draw", "engine", "get_connection", "httpx", "lesson_02",
    "observer", "opens", "predict", "serve", "text", "until", "url",
]  # fmt: skip

COUNTER = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()"

db = postgres.start(max_connections=25)
observer = Observer(db.dsn)
url = db.dsn.replace("postgresql://", "postgresql+asyncpg://")
engine = create_async_engine(url, poolclass=NullPool)


async def get_connection() -> AsyncIterator[asyncpg.Connection]:
    """Open a connection for the endpoint, and close it after."""
    connection = await asyncpg.connect(db.dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def get_session() -> AsyncIterator[AsyncSession]:
    """Lend a session, whose engine opens a connection for each."""
    async with AsyncSession(engine) as session:
        yield session


Connection = Annotated[asyncpg.Connection, Depends(get_connection)]
Session = Annotated[AsyncSession, Depends(get_session)]


async def opens(url: str, requests: int = 40) -> int:
    """Return how many sessions the server counts for so many requests, five at a time."""
    await until(observer.nobody)
    before = observer.ask(COUNTER)
    await lesson_02.ask(url, requests)
    await until(observer.nobody)
    return int(observer.ask(COUNTER)) - int(before)
