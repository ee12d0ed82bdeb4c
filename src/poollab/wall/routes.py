"""What the wall is asked: by seats to note something, by the host to show it, by monitors."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, field_validator

from poollab.course import TASKS
from poollab.wall.asking import Host, Seat, host_only
from poollab.wall.lending import Connection
from poollab.wall.seats import ask_for_help, report

KNOWN = {f"{group}/{task}" for group, tasks in TASKS.items() for task in tasks}
PAGE = Path(__file__).with_name("page") / "wall.html"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}

router = APIRouter()


class Report(BaseModel):
    """What a check found."""

    task: str
    verdict: Literal["tried", "passed"]
    key: UUID
    """The same if it is sent once more: whoever got no answer can't know whether it was noted."""

    @field_validator("task")
    @classmethod
    def is_known(cls, task: str) -> str:
        """Take tasks of the course only: a wall has room for no others."""
        if task not in KNOWN:
            raise ValueError("no task of the course")
        return task


class Help(BaseModel):
    """Whether help is wanted, or no longer is."""

    wanted: bool


@router.post("/reports", status_code=204)
async def take_report(one: Report, seat: Seat, connection: Connection, request: Request) -> None:
    """Note a verdict of whoever asks; nobody can report as somebody else."""
    await report(connection, seat.name, one.task, one.verdict == "passed", one.key)
    request.app.state.board.changed()


@router.post("/help")
async def take_help(one: Help, seat: Seat, connection: Connection, request: Request) -> Any:
    """Note that a seat asks for help; answer with its number on the wall."""
    number = await ask_for_help(connection, seat.name, one.wanted)
    request.app.state.board.changed()
    return {"seat": number}


@router.get("/")
async def page(host: Host) -> FileResponse:
    """Show the wall."""
    return FileResponse(PAGE, headers=HEADERS)


@router.get("/events", response_class=EventSourceResponse, dependencies=[Depends(host_only)])
async def events(request: Request) -> AsyncIterator[ServerSentEvent]:
    """Tell an open page what changes. However many are open, they hold no connection."""
    async for event in request.app.state.board.events():
        yield event


@router.get("/health")
async def health() -> str:
    """Say that the process answers."""
    return "well"


@router.get("/ready")
async def ready(connection: Connection) -> str:
    """Say whether a connection can be had, and the server answers on it."""
    await connection.fetchval("SELECT 1")
    return "ready"


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Give Prometheus the pool's figures."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
