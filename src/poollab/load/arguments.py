"""What may be asked for: every argument checked before anything is started."""

import ipaddress
import socket
import sys
from dataclasses import dataclass
from numbers import Integral, Real
from urllib.parse import quote, urlsplit

from poollab.errors import PoolLabError

MOST_SECONDS = 120
MOST_PER_SECOND = 20_000
MOST_REQUESTS = MOST_SECONDS * MOST_PER_SECOND
# Windows' select() takes 512 sockets at most.
MOST_CLIENTS = 500 if sys.platform == "win32" else 1000


@dataclass(frozen=True)
class Target:
    """An endpoint of a server on this machine: where to connect and what to send."""

    url: str
    path: str
    host: str
    port: int

    @property
    def request(self) -> str:
        """The request as it goes over the wire."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"GET {self.path} HTTP/1.1\r\nHost: {name}:{self.port}\r\n\r\n"


def whole(name: str, value: object, most: int) -> int:
    """Return ``value`` as an int; PoolLabError unless it is a whole number from 1 to ``most``."""
    if not isinstance(value, bool) and isinstance(value, Integral) and 1 <= int(value) <= most:
        return int(value)
    raise PoolLabError(f"{name} must be a whole number from 1 to {most}, not {value!r}")


def number(name: str, value: object, most: float) -> float:
    """Return ``value`` as a float; PoolLabError unless it is above 0 and at most ``most``."""
    if not isinstance(value, bool) and isinstance(value, Real) and 0 < float(value) <= most:
        return float(value)
    raise PoolLabError(f"{name} must be a number above 0 and at most {most}, not {value!r}")


def target(url: object, timeout: float) -> Target:
    """Return the endpoint that ``url`` names, once its server has taken a connection.

    PoolLabError when the URL is not ``http://`` on this machine, or when nothing listens there
    within ``timeout`` seconds.
    """
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        hosts, port = _loopback(parts.hostname or ""), parts.port or 80
        if parts.scheme != "http" or "@" in parts.netloc:
            raise ValueError(url)
    except ValueError:
        raise PoolLabError(
            "url must be http:// and a loopback address (127.0.0.1, localhost or [::1]), "
            f"not {url!r}: load is for servers on your own machine only"
        ) from None
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~") if parts.query else ""
    return Target(str(url), path + query, _listening(hosts, port, str(url), timeout), port)


def _loopback(host: str) -> list[str]:
    """Return the addresses to try for ``host``; ValueError if one could leave this machine."""
    if host == "localhost":
        return ["127.0.0.1", "::1"]
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(host)
    return [host]


def _listening(hosts: list[str], port: int, url: str, timeout: float) -> str:
    """Return the first of ``hosts`` that takes a connection; PoolLabError if none does."""
    reason = ""
    for host in hosts:
        try:
            socket.create_connection((host, port), timeout).close()
            return host
        except OSError as error:
            reason = reason or (error.strerror or str(error)).lower()
    raise PoolLabError(f"nothing answers at {url} ({reason}): start the server, then try again")
