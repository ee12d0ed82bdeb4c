"""The shape of what every reader returns."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pool at one moment."""

    connections: dict[int, bool]
    """Each open connection, by the pid of its backend: is it checked out?"""
    waiting: int
    """How many requests are in the pool's queue."""
    limit: int | None
    """How many connections the pool may open; None if it sets no limit."""
    closed: bool
    """Whether the pool was closed and has no open connection any more."""


Reader = Callable[[], Snapshot]
