"""Wrong tries at the login page, counted: whoever guesses on has to wait, and nobody else."""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from math import ceil

from tornado.web import HTTPError

Clock = Callable[[], float]


class Tries:
    """So many wrong tries at once, for each who tries; later one in every so many seconds."""

    def __init__(self, free: int, every: float, clock: Clock) -> None:
        """Let each have ``free`` wrong tries, and one more after ``every`` seconds."""
        self._free, self._every, self._clock = free, every, clock
        self._forgotten: dict[Hashable, float] = {}  # when all wrong tries of each will be

    def wait(self, who: Hashable) -> float:
        """Return the seconds until they may try again: none, mostly."""
        left = self._forgotten.get(who, 0) - self._clock()
        return max(0, left - (self._free - 1) * self._every)

    def wrong(self, who: Hashable) -> None:
        """Note a wrong try. Of those whose tries are forgotten nothing is kept."""
        now = self._clock()
        kept = {one: until for one, until in self._forgotten.items() if until > now}
        self._forgotten = kept | {who: kept.get(who, now) + self._every}

    def right(self, who: Hashable) -> None:
        """Forget their wrong tries."""
        self._forgotten.pop(who, None)


class Guesses:
    """Who may try to log in as somebody now, and who has to wait.

    Counted by name and address, so that the owner of a name is not kept out by guesses from
    elsewhere; and by address alone, since whoever guesses at the access code may take a new name
    for each try. A room may share an address: it does not count for a name that got in from there.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Count with a clock in seconds."""
        self._at_name = Tries(free=5, every=30, clock=clock)
        self._from_address = Tries(free=50, every=2, clock=clock)
        self._known: set[tuple[str, str]] = set()

    @contextmanager
    def counted(self, name: str, address: str) -> Iterator[None]:
        """Have a try be made, or raise HTTPError, which says how long to wait; note how it ends."""
        if seconds := self.wait(name, address):
            raise HTTPError(
                429, f"These were too many wrong tries: wait {seconds} seconds, then try again."
            )
        try:
            yield
        except HTTPError:
            self._at_name.wrong((name, address))
            self._from_address.wrong(address)
            raise
        self._known.add((name, address))
        self._at_name.right((name, address))

    def wait(self, name: str, address: str) -> int:
        """Return the whole seconds until this name may be tried from this address."""
        one = name, address
        alone = 0 if one in self._known else self._from_address.wait(address)
        return ceil(max(alone, self._at_name.wait(one)))
