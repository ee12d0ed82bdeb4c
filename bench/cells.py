"""Cells run through a kernel's websocket, as JupyterLab does it."""

import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

MANY = 2**26  # bytes of one message of a kernel: a lesson's picture is far smaller


async def run_cells(url: str, cookie: str, cells: list[str]) -> None:
    """Run cells in turn in the kernel behind a websocket. Raises ValueError at the first error."""
    async with connect(
        url, additional_headers={"Cookie": cookie}, origin=None, max_size=MANY,
        ping_interval=None,
    ) as channel:  # fmt: skip
        for number, source in enumerate(cells, 1):
            await execute(channel, source, number)


def cookies(client: httpx.AsyncClient, path: str) -> str:
    """Return the cookies that a browser sends there, of several ``_xsrf`` that of the place."""
    return "; ".join(
        f"{one.name}={one.value}"
        for one in client.cookies.jar
        if path.startswith(one.path) and not (one.name == "_xsrf" and one.path != path)
    )


async def execute(channel: ClientConnection, source: str, number: int) -> None:
    """Run one cell to its end. Raises ValueError with its error."""
    asked, error = uuid.uuid4().hex, ""
    await channel.send(json.dumps(request(asked, source)))
    async for kind, content in answers(channel, asked):
        if kind == "error":
            error = f"cell {number}: {content['ename']}: {content['evalue']}"
        if kind == "status" and content["execution_state"] == "idle":
            break
    if error:
        raise ValueError(error)


def request(asked: str, source: str) -> dict[str, Any]:
    """Return the message that has a cell run, under a number of our own."""
    content = {"code": source, "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": True}  # fmt: skip
    header = {"msg_id": asked, "msg_type": "execute_request", "username": "", "session": asked,
              "date": "", "version": "5.4"}  # fmt: skip
    rest = {"parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
    return {"header": header, "content": content, **rest}


async def answers(
    channel: ClientConnection, asked: str
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Yield the kind and content of each message that answers a request."""
    async for said in channel:
        if isinstance(said, bytes):  # a widget's, with what is no JSON
            continue
        message = json.loads(said)
        if message["parent_header"].get("msg_id") == asked:
            yield message["msg_type"], message["content"]
    raise ValueError("the kernel has gone")
