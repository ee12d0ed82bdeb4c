"""How the host's browser gets a token of the hub: it is sent there, and comes back with a code."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Cookie, HTTPException, Request
from fastapi.responses import RedirectResponse
from tornado.httputil import url_concat
from tornado.web import HTTPError

from poollab.hub.caller import hub

router = APIRouter()


@router.get("/login")
async def login(request: Request) -> RedirectResponse:
    """Send a browser to the hub; what it is given to bring back shows that it began here."""
    state = secrets.token_urlsafe()
    answer = RedirectResponse(url_concat(hub().login_url, {"state": state}))
    keep(request, answer, "wall-login", state, seconds=600)
    return answer


@router.get("/oauth_callback")
async def oauth_callback(
    request: Request, code: str, state: str, given: Annotated[str, Cookie(alias="wall-login")] = ""
) -> RedirectResponse:
    """Take a browser's code to the hub for a token, which the browser keeps."""
    if not given or not secrets.compare_digest(state.encode(), given.encode()):
        raise HTTPException(400, "This login began elsewhere. Open the wall again.")
    try:
        token = await hub().token_for_code(code, sync=False)
    except (HTTPError, OSError) as error:
        raise HTTPException(400, "The hub did not take this login. Open the wall again.") from error
    answer = RedirectResponse(request.url_for("page").path)
    answer.delete_cookie("wall-login", path=request.url_for("page").path)
    keep(request, answer, hub().cookie_name, token)
    return answer


def keep(
    request: Request, answer: RedirectResponse, name: str, value: str, seconds: int | None = None
) -> None:
    """Have a browser keep a cookie for the wall alone, which no script can read."""
    answer.set_cookie(
        name, value, max_age=seconds, path=request.url_for("page").path,
        httponly=True, samesite="lax", secure=request.url.scheme == "https",
    )  # fmt: skip
