"""How many connections, and how long a wait: the formulas that lesson 07 sets against experiments.

A pool is a queue before servers that work side by side: the connections. Rates are in requests a
second, times in seconds; a request is served for as long as it holds its connection.
"""

import math
from numbers import Integral, Real

from poollab.errors import PoolLabError


def littles_law(per_second: float, seconds: float) -> float:
    """Return how many requests are there at once, on average, if each stays for ``seconds``.

    L = λW, whatever the distributions: J. D. C. Little, "A Proof for the Queuing Formula L = λW",
    Operations Research 9 (1961). Raises PoolLabError for what is no number from 0 up.
    """
    return _number("per_second", per_second) * _number("seconds", seconds)


def erlang_c(per_second: float, seconds: float, connections: int) -> float:
    """Return the probability, from 0 to 1, that a request has to wait for a connection.

    Erlang's C formula for requests that come at random (Poisson) and hold a connection for times
    of which ``seconds`` is the mean (exponential), computed by the recurrence of his B formula:
    R. B. Cooper, Introduction to Queueing Theory, 2nd edition (1981), chapter 3. Raises
    PoolLabError for senseless values, and when more comes in than the connections can serve: then
    the queue only grows.
    """
    busy = littles_law(per_second, seconds)
    connections = _count("connections", connections)
    if busy >= connections:
        raise PoolLabError(
            f"{per_second:g} requests a second of {seconds:g} s each keep {busy:g} connections "
            f"busy, and there are {connections}: the queue grows for ever."
        )
    blocked = 1.0
    for servers in range(1, connections + 1):
        blocked = busy * blocked / (servers + busy * blocked)
    return blocked / (1 - busy / connections * (1 - blocked))


def mean_wait(per_second: float, seconds: float, connections: int) -> float:
    """Return the mean time in seconds that a request waits for a connection.

    Those that need not wait are counted with 0. The rest is as for ``erlang_c``.
    """
    waiting = erlang_c(per_second, seconds, connections)
    return waiting * seconds / (connections - per_second * seconds)


def deadlock_bound(tasks: int, connections_each: int) -> int:
    """Return the smallest pool in which so many tasks can't lock each other out.

    Each task takes its connections one after another and gives none back before it has all. With
    one connection more than all of them hold while each lacks its last, somebody gets on:
    T x (C - 1) + 1, as in HikariCP's "About Pool Sizing". Raises PoolLabError unless both are whole
    numbers from 1 up.
    """
    return _count("tasks", tasks) * (_count("connections_each", connections_each) - 1) + 1


def budget(
    max_connections: int, reserved: int, replicas: int, workers: int, *, rolling: bool = False
) -> int:
    """Return the most connections, overflow included, that each worker's pool may open.

    ``reserved`` are the slots that others need: the server's ``superuser_reserved_connections`` and
    ``reserved_connections``, administrators, other services. During a ``rolling`` deploy all the
    old and all the new replicas run at once. Raises PoolLabError for senseless values and when not
    even one connection each is left.
    """
    there = _count("max_connections", max_connections)
    taken = _count("reserved", reserved, least=0)
    pools = _count("replicas", replicas) * _count("workers", workers) * (1 + rolling)
    if (each := (there - taken) // pools) < 1:
        raise PoolLabError(
            f"{there} connections less {taken} are too few for {pools} pools: not one for each."
        )
    return each


def _number(name: str, value: object) -> float:
    """Return a number; PoolLabError unless it is finite and from 0 up."""
    if not isinstance(value, bool) and isinstance(value, Real) and 0 <= float(value) < math.inf:
        return float(value)
    raise PoolLabError(f"{name} must be a number from 0 up, not {value!r}")


def _count(name: str, value: object, least: int = 1) -> int:
    """Return a whole number; PoolLabError unless it is at least ``least``."""
    if not isinstance(value, bool) and isinstance(value, Integral) and int(value) >= least:
        return int(value)
    raise PoolLabError(f"{name} must be a whole number from {least} up, not {value!r}")
