"""What can be turned, how far, and what is said to what can't be."""

import math
from dataclasses import dataclass, replace
from typing import Any

from poollab.playground.pools import LIBRARIES


@dataclass(frozen=True)
class Settings:
    """Where the controls stand."""

    library: str = "asyncpg"
    size: int = 5
    """Connections that the pool may open."""
    overflow: int = 0
    """So many more, when all are in use."""
    timeout: float = 10
    """Seconds that a request waits for a connection before it gets 503."""
    load: str = "clients"
    """``clients``, each waiting for its answer, or ``arrivals``, so many requests a second."""
    clients: int = 4
    rate: float = 100
    """Requests a second."""
    query: str = "sleeps"
    """Whether a query ``sleeps``, or ``computes`` on the server's processors."""
    query_ms: float = 20
    """How long it takes, in milliseconds; one that computes, when it is alone."""
    max_connections: int = 100

    @property
    def most(self) -> int:
        """How many connections the pool may open in all."""
        return self.size + self.overflow


@dataclass(frozen=True)
class Choice:
    """A control with a few positions."""

    words: str
    options: tuple[str, ...]

    def read(self, value: Any) -> tuple[Any, str]:
        """Return the position, None if it is none, and what to say to it."""
        if value in self.options:
            return value, ""
        return None, f"{self.words}: {value!r} is none of {', '.join(self.options)}."


@dataclass(frozen=True)
class Number:
    """A control with bounds."""

    words: str
    least: float
    most: float
    unit: str = ""
    why: str = ""
    """Why there is no more."""
    is_whole: bool = True
    is_at_once: bool = True
    """Whether it acts while its slider moves, or only at the end."""

    def read(self, value: Any) -> tuple[Any, str]:
        """Return the number within the bounds, None if it is none, and what to say to it."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if isinstance(value, bool) or math.isnan(number):
            return None, f"{self.words}: {value!r} is no number."
        bounded = min(max(number, self.least), self.most)
        kept = round(bounded) if self.is_whole else round(bounded, 3)
        if bounded == number:
            return kept, ""
        end = f"at most {self.most:,g}" if number > self.most else f"at least {self.least:g}"
        why = f", because {self.why}" if self.why and number > self.most else ""
        asked = f"{number:,.0f}" if number == round(number, 0) else f"{number:g}"
        return kept, f"{self.words}: {end}{why}; {asked} was asked for."


MOST_CLIENTS = 300
SHARED = "the load, the app and PostgreSQL share this machine"

CONTROLS: dict[str, Choice | Number] = {
    "library": Choice("Library", tuple(LIBRARIES)),
    "size": Number("Pool size", 1, 200),
    "overflow": Number("Overflow", 0, 100),
    "timeout": Number("Wait at most", 0.05, 30, "s", is_whole=False),
    "load": Choice("Load", ("clients", "arrivals")),
    "clients": Number("Clients", 0, MOST_CLIENTS, why=SHARED),
    "rate": Number("Arrivals", 1, 2000, "/s", why=SHARED),
    "query": Choice("A query", ("sleeps", "computes")),
    "query_ms": Number("Query time", 0, 2000, "ms"),
    "max_connections": Number("max_connections", 10, 300, is_at_once=False),
}
POOL = ("library", "size", "overflow", "timeout")
"""To turn one of these takes a new pool."""


def turned(settings: Settings, wanted: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Return the settings after controls were turned, and what is to be said to what can't be."""
    sentences = []
    for name, value in wanted.items():
        if name not in CONTROLS:
            sentences.append(f"There is no control {name!r}: there are {', '.join(CONTROLS)}.")
            continue
        read, said = CONTROLS[name].read(value)
        sentences += [said] if said else []
        if read is not None:
            settings = replace(settings, **{name: read})
    return settings, sentences
