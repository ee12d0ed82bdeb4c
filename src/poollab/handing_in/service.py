"""The service of the hub that takes notebooks: ``PUT /<assignment>``, answered with a receipt."""

import asyncio
import logging
from collections import defaultdict

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from poollab.assignments.file import LARGEST, REASONS
from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.handing_in.receipt import Receipt
from poollab.handing_in.store import Store
from poollab.hub.caller import Asker

COMES_WITHIN = 60  # seconds, all of a notebook
NOT_KEPT = "Your notebook was not kept, so there is no receipt."
log = logging.getLogger("uvicorn.error")


def service(store: Store, prefix: str = "") -> FastAPI:
    """Return the app that keeps notebooks in a store; all its paths begin with ``prefix``."""
    router = APIRouter()
    one_at_a_time: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @router.put("/{assignment}", status_code=201)
    async def take(assignment: str, request: Request, who: Asker) -> Receipt:
        """Take a notebook, whatever became of it."""
        if assignment not in ASSIGNMENTS:
            raise HTTPException(404, f"There is no such assignment: {', '.join(ASSIGNMENTS)}.")
        async with one_at_a_time[who.name]:  # of one learner: no two fill the memory, or a folder
            raw = await content(request)
            return await run_in_threadpool(store.take, who.name, assignment, raw)

    @router.get("/")
    async def receipts(who: Asker) -> list[Receipt]:
        """Return the caller's own receipts, the oldest first; an admin's are those of everybody."""
        return await run_in_threadpool(store.receipts, "" if who.is_admin else who.name)

    made = FastAPI(title="Hand in", docs_url=None, redoc_url=None, openapi_url=None)
    made.include_router(router, prefix=prefix.rstrip("/"))
    made.add_exception_handler(PoolLabError, not_kept)
    return made


async def content(request: Request) -> bytes:
    """Return what is sent. Raises HTTPException when that is too much, or comes too slowly."""
    raw = bytearray()
    try:
        async with asyncio.timeout(COMES_WITHIN):
            async for piece in request.stream():
                raw += piece
                if len(raw) > LARGEST:
                    raise HTTPException(413, f"{NOT_KEPT} {REASONS['large']}")
    except TimeoutError:
        raise HTTPException(408, f"{NOT_KEPT} It came too slowly: try again.") from None
    return bytes(raw)


def not_kept(_: Request, problem: Exception) -> JSONResponse:
    """Say why a notebook was not kept, to the learner and in the log."""
    log.error("%s", problem)
    return JSONResponse({"detail": f"{NOT_KEPT} {problem}"}, status_code=507)
