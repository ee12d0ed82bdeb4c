"""Who asks a service of the hub: whose token it is, as the hub itself says.

A token has to be meant for the service. A learner's server gets to see tokens of whoever visits it,
an instructor's too; those are for that server alone, and open nothing here.
"""

from functools import cache
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jupyterhub.services.auth import HubOAuth
from tornado.web import HTTPError


class Caller(NamedTuple):
    """Somebody with a name in the hub."""

    name: str
    is_admin: bool = False


@cache
def hub() -> Any:
    """Return the hub, as its environment for a service names it; it remembers what it was asked."""
    return HubOAuth()


async def whose(token: str) -> Caller:
    """Return whose token it is.

    Raises HTTPException: 401 when it is nobody's, 403 when it is not for this service, 503 when
    the hub does not answer.
    """
    try:
        found = await hub().user_for_token(token, sync=False) if token else None
    except (HTTPError, OSError) as error:
        said = "The hub does not say who you are: try again."
        raise HTTPException(503, said, {"Retry-After": "2"}) from error
    if not found or found.get("kind") != "user":
        raise HTTPException(401, "The hub does not know this token: start your server anew.")
    if not hub().check_scopes(hub().access_scopes, found):
        raise HTTPException(403, "This token is not for this service.")
    return Caller(found["name"], bool(found.get("admin")))


async def caller(token: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> Caller:
    """Return whose token was sent. A cookie is not enough to change something."""
    return await whose(token.credentials)


Asker = Annotated[Caller, Depends(caller)]
"""The parameter of an endpoint that has to know who asks."""
