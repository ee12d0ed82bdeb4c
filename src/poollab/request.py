"""Which HTTP request the running code works for: ``server`` says it, ``watch`` asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Request:
    """One request to the app, from its arrival until the app has returned."""

    __slots__ = ("method", "over", "path")

    def __init__(self, method: str, path: str) -> None:
        self.method, self.path = method, path
        self.over = False
        """Whether the app has returned: background tasks included, the answer sent."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


current: ContextVar[Request | None] = ContextVar("poollab-request", default=None)
"""The request under way, also in threads and tasks that it has started; None outside of any."""


@contextmanager
def under_way(method: str, path: str) -> Iterator[None]:
    """Make this the current request until the block ends."""
    request = Request(method, path)
    token = current.set(request)
    try:
        yield
    finally:
        request.over = True
        current.reset(token)
