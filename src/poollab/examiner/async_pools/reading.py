"""A client who reads a stream: at once, or a beginning and later the rest."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from poollab.examiner.app import Answer, App
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import PATIENCE
from poollab.examiner.verdict import Missed

LONG = 10_000_000  # bytes of the first order's text: more than the buffers on the way take
BUFFER = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)]


@asynccontextmanager
async def stream(exam: Examination, app: App) -> AsyncIterator[httpx.Response]:
    """Begin to read ``/orders``: no more than the beginning. Raises Missed."""
    transport = httpx.AsyncHTTPTransport(verify=False, socket_options=BUFFER)
    async with httpx.AsyncClient(transport=transport, timeout=None, trust_env=False) as client:
        try:
            request = client.build_request("GET", app.url + "/orders")
            async with exam.own_time.limit(PATIENCE):
                response = await client.send(request, stream=True)
        except TimeoutError:
            raise Missed(f"GET /orders: no beginning of an answer in {PATIENCE} s.") from None
        except httpx.HTTPError as error:
            raise Missed(f"GET /orders: {type(error).__name__}, no answer.") from None
        try:
            if response.status_code != 200:
                raise Missed(f"GET /orders: expected status 200, seen {response.status_code}.")
            yield response
        finally:
            await response.aclose()


async def read(response: httpx.Response) -> Answer:
    """Read a stream to its end, but never much more than there should be. Raises Missed."""
    body = bytearray()
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > 1.1 * LONG:
                raise Missed("GET /orders: more comes than all orders together.")
    except httpx.HTTPError as error:
        raise Missed(f"GET /orders breaks off: {type(error).__name__}.") from None
    return Answer(response.status_code, body.decode(errors="replace"), response.headers)
