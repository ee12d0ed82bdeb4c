"""When requests are due: whenever a client is free, or at even intervals."""

from math import inf


class WhenFree:
    """Closed loop: a request is due as soon as a client is free, within seconds and count."""

    def __init__(self, seconds: float, requests: int | None) -> None:
        self._seconds = seconds
        self._left = inf if requests is None else requests
        self.end = inf

    def start(self, now: float) -> None:
        """Let the run begin at ``now``."""
        self.end = now + self._seconds

    def next(self, now: float) -> float | None:
        """Return when the request to send now was due: now, or None when no more are wanted."""
        if self.over(now):
            return None
        self._left -= 1
        return now

    def wake(self) -> float:
        """Return when a request falls due by itself: never."""
        return inf

    def over(self, now: float) -> bool:
        """Return whether the time is up or the last request sent."""
        return now >= self.end or not self._left


class AtRate:
    """Open loop: requests are due at even intervals, whether or not a client is free."""

    def __init__(self, seconds: float, per_second: float) -> None:
        self._seconds, self._gap = seconds, 1 / per_second
        self._left = max(1, round(per_second * seconds))
        self._first, self._taken = inf, 0
        self.end = inf

    def start(self, now: float) -> None:
        """Let the run begin, and the first request be due, at ``now``."""
        self._first, self.end = now, now + self._seconds

    def next(self, now: float) -> float | None:
        """Return when the request to send now was due, or None when none is due yet."""
        due = self.wake()
        if due > now:
            return None
        self._left -= 1
        self._taken += 1
        return due

    def wake(self) -> float:
        """Return when the next request falls due; infinity when none is left."""
        return self._first + self._taken * self._gap if self._left else inf

    def over(self, now: float) -> bool:
        """Return whether the time is up and the last request sent."""
        return now >= self.end and not self._left


Plan = WhenFree | AtRate
