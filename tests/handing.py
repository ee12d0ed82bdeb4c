"""The service that takes what is handed in, served by uvicorn; a token is a name, quoted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx
from fastapi import Request

from poollab.handing_in.service import service
from poollab.handing_in.store import Store, folder_name
from poollab.hub.caller import Caller, caller
from poollab.server import serve

PREFIX = "/services/hand-in/"
INSTRUCTOR = "instructor"


async def named(request: Request) -> Caller:
    """Return who says so: in the place of the hub's word."""
    name = unquote(request.headers["authorization"].removeprefix("Bearer "))
    return Caller(name, name == INSTRUCTOR)


@dataclass(frozen=True)
class Room:
    """A running service."""

    folder: Path
    url: str

    def put(
        self, learner: str, raw: bytes | Iterator[bytes], assignment: str = "leaks"
    ) -> httpx.Response:
        """Hand in as somebody; return what is answered."""
        head = {"Authorization": f"Bearer {quote(learner)}"}
        return httpx.put(f"{self.url}/{assignment}", content=raw, headers=head, timeout=60)

    def listed(self, learner: str) -> list[dict[str, Any]]:
        """Return the receipts that somebody gets to see."""
        head = {"Authorization": f"Bearer {quote(learner)}"}
        found: list[dict[str, Any]] = httpx.get(f"{self.url}/", headers=head).json()
        return found

    def kept(self, learner: str, assignment: str = "leaks") -> Path:
        """Return the folder in which grading looks for a notebook."""
        return self.folder / "submitted" / folder_name(learner) / assignment


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    """Give a running service that keeps what is handed in, in this folder."""
    app = service(Store(folder), PREFIX)
    app.dependency_overrides[caller] = named
    with serve(app, name="hand-in") as server:
        yield Room(folder, server.url + PREFIX.rstrip("/"))
