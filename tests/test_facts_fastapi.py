"""What the lessons say of FastAPI."""

import threading
from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI

pytestmark = pytest.mark.anyio


async def answers(app: FastAPI, *paths: str) -> list[object]:
    """Ask an app without a server; return what each path answers."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        return [(await client.get(path)).json() for path in paths]


@pytest.mark.says("02/turn-count-text", "02/turn-count-check", "02/cards")
async def test_a_dependency_is_called_once_per_request_and_scope() -> None:
    """Asked for twice, a dependency is called once per request; with another scope, once more."""
    called: list[str] = []

    async def dependency() -> AsyncIterator[int]:
        called.append("")
        yield len(called)

    Same, Other = Depends(dependency), Depends(dependency, scope="function")
    app = FastAPI()

    @app.get("/same")
    async def same(one: Annotated[int, Same], two: Annotated[int, Same]) -> list[int]:
        return [one, two]

    @app.get("/scopes")
    async def scopes(one: Annotated[int, Same], two: Annotated[int, Other]) -> list[int]:
        return [one, two]

    assert await answers(app, "/same", "/same", "/scopes") == [[1, 1], [2, 2], [3, 4]]


@pytest.mark.says("02/opens-why")
async def test_def_endpoints_run_in_threads() -> None:
    """Endpoints with def run in a thread pool, which limits how many run at once."""
    app = FastAPI()

    @app.get("/thread")
    def thread() -> int:
        return threading.get_ident()

    assert await answers(app, "/thread") != [threading.get_ident()]
    assert current_default_thread_limiter().total_tokens == 40
