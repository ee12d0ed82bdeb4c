"""What the view shows of one moment, as plain data; live and replayed frames are the same thing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from math import nextafter
from typing import TYPE_CHECKING, Any

from poollab.watch.samples import NUMBERS, Backend, Sample, ServerSample
from poollab.watch.since import changed

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

LOST_FOR = 10.0
"""Seconds for which a connection that broke stays on show after the pool has dropped it."""
SURE = 0.25
"""Seconds for which the server must have been at work on a connection that the pool calls idle: one
that is lent for less can be missed by the looks at the pool."""
MOST_NOTES = 5
POOLED = "The DSN leads through PgBouncer, which invents the pids that the pool knows"

Mark = tuple[int, str, float, str, str, str]
"""Pid, state, since when in it, holder, last query, what PgBouncer and the server say."""


def frame(recording: Recording, t: float) -> dict[str, Any]:
    """Return everything that is to be shown of a recording at a time, ready for JSON.

    The counts are those of ``recording.at(t)``. Nothing but ``t`` itself changes between two of the
    ``moments`` of a recording: how long something has lasted is left to who shows it.
    """
    place = max(0, bisect_right(recording.samples, t, key=lambda sample: sample.t) - 1)
    sample, server = recording.samples[place], recording.server_at(t)
    return {
        "t": t,
        "seconds": recording.known_until,
        "live": recording.is_live,
        "limit": recording.limit,
        "in_use": sample.in_use,
        "idle": sample.idle,
        "size": sample.size,
        "opening": sample.opening,
        "waiting": sample.waiting,
        "marks": [*_marks(recording, place, t, server), *_lost(recording, sample, t)],
        "server": _server(recording, sample, server),
        "notes": [(round(at, 1), text) for at, text in recording.notes if at <= t][-MOST_NOTES:],
    }


def moments(recording: Recording) -> Iterator[float]:
    """Yield each time, in no order, at which what is shown of a recording may change."""
    yield from (sample.t for sample in recording.samples)
    yield from (sample.t for sample in recording.server_samples)
    yield from (holders.t for holders in recording.holders)
    yield from (at for at, _ in recording.notes)
    for at, _ in recording.lost:
        yield from (at, at + LOST_FOR)


def _marks(recording: Recording, place: int, t: float, server: ServerSample | None) -> list[Mark]:
    """Return a mark for each connection that the pool counts at this time."""
    sample, holders = recording.samples[place], recording.holders_at(t)
    since, odd = changed(recording.samples, place), dict(holders.odd)
    joined = server if not recording.pooled else None
    backends = {one.pid: one for one in server.backends} if server else {}
    before = recording.server_at(nextafter(server.t, 0)) if server else None
    marks = []
    for n, pid in enumerate(sample.pids):
        in_use = bool(sample.mask >> n & 1)
        holder = holders.of(pid) if in_use else None
        began = holder.since if holder else since[pid]
        # PgBouncer may have given the backend to another client since.
        link = None if server is None or server.t < began else server.links.get(pid)
        backend = backends.get(pid if joined else link or 0)
        state = odd.get(pid, "")
        if joined and not backend and recording.first_on_server.get(pid, t) < joined.t:
            state = state if state == "collected" else "broken"
        elif not in_use and state != "broken":  # the note can be older than the sample
            sure = before is not None and since[pid] <= before.t and _lasts(recording, backend)
            state = "disputed" if sure else "idle"
        elif not state:
            in_transaction = backend and (backend.state or "").startswith("idle in transaction")
            state = "in transaction" if in_transaction else "in use"
        name = holder.name if holder else ""
        says = _linked(link) + _says(backend)
        marks.append((pid, state, round(began, 3), name, _query(backend, link), says))
    return marks


def _linked(link: int | None) -> str:
    """Return what PgBouncer says of the backend of a connection, as a sentence."""
    if link is None:
        return ""
    says = f"its backend is {link}" if link else "it has no backend now"
    return f" By PgBouncer's list {says}."


def _query(backend: Backend | None, link: int | None) -> str:
    """Return the last query; behind PgBouncer, that of an idle backend can be another client's."""
    if backend is None or (link and backend.in_transaction is None):
        return ""
    return backend.query


def _lasts(recording: Recording, backend: Backend | None) -> bool:
    """Say whether a backend has been at work, or in a transaction, for too long to be in doubt."""
    if backend is None or backend.in_state is None or backend.state == "idle":
        return False
    return backend.in_state > max(SURE, 2 * recording.every)


def _says(backend: Backend | None) -> str:
    """Return what the server says of a backend, as a sentence; it says nothing of a new one."""
    if backend is None or backend.in_state is None:
        return ""
    waits = f", waits for {backend.wait_event}" if backend.wait_event_type == "Lock" else ""
    return f" The server says: {backend.state}{waits} for {backend.in_state:.1f} s."


def _lost(recording: Recording, sample: Sample, t: float) -> list[Mark]:
    """Return a mark for each connection that broke a short while ago and is gone."""
    marks = []
    for at, pid in recording.lost:
        if at <= t < at + LOST_FOR and pid not in sample.pids:
            holder = recording.holders_at(nextafter(at, 0)).of(pid)
            name = holder.name if holder else ""
            marks.append((pid, "dropped", round(at, 3), name, "", ""))
    return marks


def _server(
    recording: Recording, sample: Sample, server: ServerSample | None
) -> dict[str, Any] | None:
    """Return the server's own view: its backends by state, and all of them against the limit."""
    if server is None:
        return None
    return {
        "states": Counter(row.state or "starting" for row in server.rows),
        "total": server.total,
        "max": recording.max_connections,
        "asked": round(server.t, 3),
        "apart": _apart(recording, sample, server),
    }


def _apart(recording: Recording, sample: Sample, server: ServerSample) -> str:
    """Say why nothing that the server says can be put to a connection; nothing if it can."""
    if recording.pooled:
        return f"{POOLED}, and {server.apart}." if server.apart else ""
    before = recording.server_at(nextafter(server.t, 0))
    old = set(sample.pids).intersection(recording.at(before.t).pids) if before else set()
    if not old or any(pid in recording.first_on_server for pid in sample.pids):
        return ""
    if all(pid in NUMBERS for pid in sample.pids):
        return "The driver does not tell which backend is whose."
    return "It knows none of these pids: they are PgBouncer's, or of another role or database."
