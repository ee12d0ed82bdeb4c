"""Who asks, by what the hub says of a token: that of a seat, or of the host's browser."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, HTTPException, Request
from jupyterhub.services.auth import HubOAuth
from tornado.web import HTTPError

AT_ONCE = 2
"""How many requests of one seat are under way at most: it shall not take the pool from others."""
HUB_AWAY = HTTPException(503, "The hub does not answer.", {"Retry-After": "2"})


class Asker(NamedTuple):
    """Somebody whom the hub knows."""

    name: str
    is_host: bool
    """Whether it is an admin of the hub."""


@cache
def hub() -> Any:
    """Return the hub, as its environment for a service names it."""
    return HubOAuth()


def bearer(request: Request) -> str:
    """Return the token in a request's head; empty without one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() in ("bearer", "token") else ""


async def known(token: str) -> Asker | None:
    """Return whose token the hub says it is, None if nobody's who may come in here."""
    if not token:
        return None
    try:
        model = await hub().user_for_token(token, sync=False)
    except (HTTPError, OSError) as error:
        raise HUB_AWAY from error
    if not model or model.get("kind") != "user":
        return None
    may = hub().check_scopes(hub().access_scopes, model)
    return Asker(model["name"], bool(model.get("admin"))) if may else None


async def by_token(request: Request) -> Asker:
    """Return whose token a request brings. A cookie is not enough to change something."""
    if asker := await known(bearer(request)):
        return asker
    raise HTTPException(401, "This needs a token of the hub that may use the wall.")


async def one_seat(
    request: Request, asker: Annotated[Asker, Depends(by_token)]
) -> AsyncIterator[Asker]:
    """Yield who asks; of one seat a few requests at a time."""
    under_way: dict[str, int] = request.app.state.under_way
    if under_way.get(asker.name, 0) >= AT_ONCE:
        raise HTTPException(429, "One after another, please.", {"Retry-After": "1"})
    under_way[asker.name] = under_way.get(asker.name, 0) + 1
    try:
        yield asker
    finally:
        under_way[asker.name] -= 1
        if not under_way[asker.name]:
            del under_way[asker.name]


async def host_only(request: Request) -> Asker:
    """Return the host, who may look; send a browser without a login to the hub's."""
    token = bearer(request) or request.cookies.get(hub().cookie_name, "")
    asker = await known(token)
    if asker and asker.is_host:
        return asker
    if asker:
        raise HTTPException(403, "The wall is for the host: an admin of the hub.")
    raise HTTPException(307, headers={"Location": request.url_for("login").path})


Seat = Annotated[Asker, Depends(one_seat)]
Host = Annotated[Asker, Depends(host_only)]
