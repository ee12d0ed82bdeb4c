"""Who asks a service of the hub: the learner whose token it is, as the hub itself says.

A token has to be meant for the service. A learner's server gets to see tokens of whoever visits it,
an instructor's too; those are for that server alone, and open nothing here.
"""

from functools import cache
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError


class Caller(NamedTuple):
    """Somebody with a name in the hub."""

    name: str
    is_admin: bool = False


@cache
def hub() -> Any:
    """Return what asks the hub; it remembers the answers for five minutes."""
    return HubAuth()


async def caller(token: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> Caller:
    """Return whose token was sent. Raises HTTPException when it is nobody's, or not for here."""
    try:
        found = await hub().user_for_token(token.credentials, sync=False)
    except HTTPError as problem:
        raise HTTPException(503, "The hub does not say who you are: try again.") from problem
    if found is None or found["kind"] != "user":
        raise HTTPException(401, "The hub does not know this token: start your server anew.")
    if not hub().check_scopes(hub().access_scopes, found):
        raise HTTPException(403, "This token is not for this service.")
    return Caller(found["name"], bool(found["admin"]))


Asker = Annotated[Caller, Depends(caller)]
"""The parameter of an endpoint that has to know who asks."""
