"""Who asks: a seat, of which a few requests are under way at most, or the host's browser."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials as Token
from fastapi.security import HTTPBearer

from poollab.hub.caller import Asker, Caller, hub, whose

AT_ONCE = 2
"""How many requests of one seat are under way at most: it shall not take the pool from others."""

IF_SENT = HTTPBearer(auto_error=False)


async def one_seat(request: Request, asker: Asker) -> AsyncIterator[Caller]:
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


async def host_only(request: Request, token: Annotated[Token | None, Depends(IF_SENT)]) -> Caller:
    """Return the host, who may look; send a browser without a login to the hub's."""
    kept = request.cookies.get(hub().cookie_name, "")
    try:
        asker = await whose(token.credentials if token else kept)
    except HTTPException as error:
        if error.status_code != 401:
            raise
        raise HTTPException(307, headers={"Location": request.url_for("login").path}) from None
    if not asker.is_admin:
        raise HTTPException(403, "The wall is for the host: an admin of the hub.")
    return asker


Seat = Annotated[Caller, Depends(one_seat)]
Host = Annotated[Caller, Depends(host_only)]
