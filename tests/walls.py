"""The wall as tests serve it: a real PostgreSQL, uvicorn, and somebody else's word for who asks."""

import contextlib
import json
from collections.abc import Iterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Header

from poollab.hub.caller import Caller, caller
from poollab.server import Server, serve
from poollab.wall.app import create_app
from poollab.wall.asking import host_only
from poollab.wall.reporting import verdict_on

PREFIX = "/services/wall/"


async def seat_of_token(authorization: Annotated[str, Header()]) -> Caller:
    """Take a token for the name of a seat."""
    return Caller(authorization.removeprefix("Bearer "))


async def the_host() -> Caller:
    """Let everybody look."""
    return Caller("host", is_admin=True)


class Wall:
    """A wall that is being served."""

    def __init__(self, app: FastAPI, place: Server) -> None:
        self.app, self.url = app, place.url + PREFIX.rstrip("/")

    def post(self, path: str, seat: str, **words: Any) -> httpx.Response:
        """Ask as a seat."""
        head = {"Authorization": f"Bearer {seat}"}
        return httpx.post(f"{self.url}/{path}", json=words, headers=head, timeout=60)

    def report(self, seat: str, task: str, verdict: str) -> httpx.Response:
        """Report as a seat."""
        return self.post("reports", seat, **verdict_on(task, passed=verdict == "passed"))

    @contextlib.contextmanager
    def page(self) -> Iterator["Page"]:
        """Listen as an open page does."""
        with httpx.stream("GET", f"{self.url}/events", timeout=60) as answer:
            yield Page(answer)

    def until(self, condition: Any) -> Any:
        """Wait until the room on the wall is so; return it."""
        with self.page() as page:
            return page.until("room", condition)

    def metrics(self) -> dict[str, float]:
        """Return the pool's figures by name."""
        lines = httpx.get(f"{self.url}/metrics").text.splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
        return {name: float(value) for name, value in pairs}


class Page:
    """What an open page hears."""

    def __init__(self, answer: httpx.Response) -> None:
        self.lines = answer.iter_lines()

    def until(self, kind: str, condition: Any) -> Any:
        """Return the first picture of this kind that is so."""
        event = ""
        for line in self.lines:
            name, _, value = line.partition(": ")
            event = value if name == "event" else event
            if name == "data" and event == kind and condition(json.loads(value)):
                return json.loads(value)
        raise AssertionError(f"the stream ended without such a picture of the {kind}")


@contextlib.contextmanager
def served_wall(dsn: str, **settings: str) -> Iterator[Wall]:
    """Serve a wall on this database; ``settings`` are those of its environment, such as a size."""
    app = create_app(PREFIX)
    app.dependency_overrides = {caller: seat_of_token, host_only: the_host}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"dsn": dsn, **settings}.items():
            patch.setenv(f"POOLLAB_WALL_{name.upper()}", value)
        with serve(app, name="wall") as place:
            yield Wall(app, place)
