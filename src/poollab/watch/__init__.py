"""Records, over time, what a pool does and what the server says about it."""

from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.watch.live import LiveRecording
from poollab.watch.recording import Recording
from poollab.watch.samples import Backend, Sample
from poollab.watch.together import Recordings

__all__ = ["Backend", "LiveRecording", "Recording", "Recordings", "Sample", "pool", "pools"]


def pool(
    pool: Any, *, dsn: str | None = None, every: float = 0.02, longest: float = 600
) -> LiveRecording:
    """Record what a pool does, until the ``with`` block ends or ``stop()`` is called.

    ``pool`` may also be an engine or a session. ``every`` is in seconds. With the ``dsn`` that the
    pool uses, the server is asked too what that role's backends are doing, which takes one
    connection more; if it leads through PgBouncer, that is one of PgBouncer's, in session mode for
    all the time. PgBouncer's console is asked then which backend each connection has, by the ports
    of their sockets: it can't be known through a proxy, such as Docker's before a container. After
    ``longest`` seconds the recording ends by itself.
    Raises ``PoolLabError`` if the pool is none that can be watched or the server can't be reached.
    """
    if every < 0.001:
        raise PoolLabError("A pool can be looked at once a millisecond at most: every=0.001.")
    return LiveRecording(pool, dsn=dsn, every=every, longest=longest)


def pools(pools: Mapping[str, Any], *, dsn: str | None = None, every: float = 0.02) -> Recordings:
    """Record several pools at the same time, by their names, until the ``with`` block ends.

    The rest is as for ``pool``; the server is asked once for all of them.
    """
    return Recordings(pools, dsn=dsn, every=every)
