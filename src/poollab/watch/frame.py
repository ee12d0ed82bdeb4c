"""What the view shows of one moment, as plain data; live and replayed frames are the same thing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from math import nextafter
from typing import TYPE_CHECKING, Any

from poollab.watch.samples import Backend, Sample, ServerSample
from poollab.watch.since import changed, lately

if TYPE_CHECKING:
    from poollab.watch.recording import Recording

WINDOW, STEP = 30.0, 0.1
"""How many seconds back the line reaches, and how finely."""
LOST_FOR = 10.0
"""Seconds for which a connection that broke stays on show after the pool has dropped it."""
MOST_NOTES = 5

Mark = tuple[int, str, float, str, str, str]
"""Pid, state, how many seconds in it, holder, last query, what the server says of the backend."""


def frame(recording: Recording, t: float) -> dict[str, Any]:
    """Return everything that is to be shown of a recording at a time, ready for JSON.

    The counts are those of ``recording.at(t)``.
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
        "server": _server(recording, server, t),
        "line": lately(recording.samples, place, max(0.0, t - WINDOW), STEP),
        "notes": [(round(at, 1), text) for at, text in recording.notes if at <= t][-MOST_NOTES:],
    }


def _marks(recording: Recording, place: int, t: float, server: ServerSample | None) -> list[Mark]:
    """Return a mark for each connection that the pool has at this time."""
    sample, holders = recording.samples[place], recording.holders_at(t)
    since = changed(recording.samples, place)
    backends = {one.pid: one for one in server.backends} if server else {}
    marks = []
    for n, pid in enumerate(sample.pids):
        in_use = bool(sample.mask >> n & 1)
        holder, backend = holders.of(pid) if in_use else None, backends.get(pid)
        began = holder.since if holder else since[pid]
        state = "idle"
        if server and not backend and recording.first_on_server.get(pid, t) < server.t:
            state = "broken"
        elif holder and holder.leaked:
            state = "leaked"
        elif in_use:
            in_transaction = backend and (backend.state or "").startswith("idle in transaction")
            state = "in transaction" if in_transaction else "in use"
        name = holder.name if holder else ""
        spent = max(0.0, round(t - began, 1))
        marks.append((pid, state, spent, name, backend.query if backend else "", _says(backend)))
    return marks


def _says(backend: Backend | None) -> str:
    """Return what the server says of a backend, in words."""
    if backend is None:
        return ""
    waits = f", waits for {backend.wait_event}" if backend.wait_event_type == "Lock" else ""
    return f"{backend.state}{waits} for {backend.in_state:.1f} s"


def _lost(recording: Recording, sample: Sample, t: float) -> list[Mark]:
    """Return a mark for each connection that broke a short while ago and is gone."""
    marks = []
    for at, pid in recording.lost:
        if t - LOST_FOR < at <= t and pid not in sample.pids:
            holder = recording.holders_at(nextafter(at, 0)).of(pid)
            marks.append((pid, "dropped", round(t - at, 1), holder.name if holder else "", "", ""))
    return marks


def _server(recording: Recording, sample: ServerSample | None, t: float) -> dict[str, Any] | None:
    """Return the server's own view: its backends by state, and all of them against the limit."""
    if sample is None:
        return None
    return {
        "states": Counter(row.state or "starting" for row in sample.rows),
        "total": sample.total,
        "max": recording.max_connections,
        "age": round(t - sample.t, 1),
    }
