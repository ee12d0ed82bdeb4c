"""The view: what its frames say, what it answers to a replay, that it ends with its recording."""

import asyncio
import json
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from IPython.core.interactiveshell import InteractiveShell
from psycopg_pool import ConnectionPool
from waiting import until

from poollab import postgres, watch
from poollab.postgres.instance import Postgres
from poollab.watch.frame import frame
from poollab.watch.overview import SLOTS, WINDOW, overview, peak
from poollab.watch.recording import Recording
from poollab.watch.samples import Sample
from poollab.watch.since import LOOK_BACK, Line, changed
from poollab.watch.view import View, cells


@pytest.fixture
def pool(db: Postgres) -> Iterator[ConnectionPool]:
    with ConnectionPool(db.dsn, min_size=2, max_size=20) as made:
        made.wait()
        yield made


def now(view: View) -> dict[str, Any]:
    """Return what a view shows."""
    return dict(json.loads(view.frame_json))


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "poollab-watch"]


def test_a_frame_says_what_the_recording_says(db: Postgres, pool: ConnectionPool) -> None:
    with watch.pool(pool, dsn=db.dsn) as recording, ExitStack() as held:
        for _ in range(5):
            held.enter_context(pool.connection())
            recording.sample()
    times = [one.t for one in recording.samples] + [recording.seconds, recording.seconds / 3]
    for t in times:
        shown, sample = frame(recording, t), recording.at(t)
        assert {name: shown[name] for name in ("in_use", "idle", "size", "waiting")} == {
            "in_use": sample.in_use,
            "idle": sample.idle,
            "size": sample.size,
            "waiting": sample.waiting,
        }
        use = [mark[1] for mark in shown["marks"]]
        assert (use.count("idle"), len(use)) == (sample.idle, sample.size)
        line = overview(recording, t)["line"]
        assert line[-1][1:] == (sample.in_use, sample.size, sample.waiting)
        json.dumps(shown)
    server = frame(recording, recording.seconds)["server"]
    assert server["max"] == int(db.query("show max_connections")[0][0])
    assert sum(server["states"].values()) < server["total"] <= server["max"]


def test_a_frame_of_a_live_recording_stays_true(pool: ConnectionPool) -> None:
    with watch.pool(pool, every=0.001) as recording:
        over = threading.Event()
        busy = threading.Thread(target=churn, args=(pool, over))
        busy.start()
        shown: list[dict[str, Any]] = []
        while len({one["t"] for one in shown}) < 50:
            shown.append(frame(recording, recording.known_until))
        over.set()
        busy.join()
    assert len({one["in_use"] for one in shown}) > 1
    assert [one["in_use"] for one in shown] == [recording.at(one["t"]).in_use for one in shown]


def churn(pool: ConnectionPool, over: threading.Event) -> None:
    """Take and give back until told to stop."""
    while not over.is_set():
        with pool.connection():
            pass


def sample(t: float, pids: tuple[int, ...], mask: int, waiting: int = 0) -> Sample:
    return Sample(t, pids, mask, 0, waiting)


def test_since_when_a_connection_is_as_it_is() -> None:
    samples = [
        sample(0, (1, 2), 0b00),
        sample(1, (1, 2), 0b01),
        sample(2, (1, 2, 3), 0b101),
        sample(3, (1, 2, 3), 0b001),
        sample(4, (1, 3), 0b01),
    ]
    assert changed(samples, 4) == {1: 1, 3: 3}
    assert changed(samples, 2) == {1: 1, 2: 0, 3: 2}
    assert changed(samples, 0) == {1: 0, 2: 0}
    long = [sample(n, (1, 2), n & 1) for n in range(LOOK_BACK + 10)]
    assert changed(long, LOOK_BACK + 9) == {1: LOOK_BACK + 9, 2: 9}


def test_what_the_pool_did_lately() -> None:
    samples = [
        sample(0.00, (1,), 0),
        sample(0.52, (1,), 1),
        sample(0.54, (1,), 1, waiting=7),
        sample(0.56, (1,), 1),
        sample(0.91, (1, 2), 0),
    ]
    line = Line(0.1)
    steps = line.until(samples, 4, 0.0, 0.95)
    assert [(round(t, 3), *rest) for t, *rest in steps] == [
        (0, 0, 1, 0), (0.5, 1, 1, 7), (0.6, 1, 1, 0), (0.9, 0, 2, 0),
    ]  # fmt: skip
    # a window that begins between two samples begins with what stood then
    assert line.until(samples, 4, 0.7, 0.95)[0] == (0.7, 1, 1, 0)
    # at the end stands what is there then, not the most of the last step
    assert line.until(samples, 3, 0.0, 0.57)[-1] == (0.57, 1, 1, 0)
    # of a pool that has been as it is for longer than the window
    assert line.until(samples, 4, 9.0, 39.0) == [(9.0, 0, 2, 0)]


def test_a_line_that_grows_is_the_line_read_at_once() -> None:
    chance = random.Random(11)
    times = sorted(chance.uniform(0, 3) for _ in range(200))
    samples = [sample(t, (1, 2, 3), chance.randrange(8), chance.randrange(3)) for t in times]
    line, kept = Line(0.1), Reads()
    for place, one in enumerate(samples):
        kept.append(one)
        start, end = max(0.0, one.t - 0.95), one.t + 0.03
        grown = line.until(kept, place, start, end)
        assert grown == Line(0.1).until(samples, place, start, end)
        # at no time between two slots is shown what was not there
        assert {step[3] for step in grown} <= {s.waiting for s in samples[: place + 1]}
    assert kept.reads < 20 * len(samples)


def made_of(*samples: Sample, seconds: float) -> Recording:
    """Return a recording of so many seconds that has ended."""
    made = Recording(0.02)
    made.samples = list(samples)
    made._ended = made.began + seconds
    return made


def test_the_line_has_all_of_a_recording_that_has_ended() -> None:
    turns = [sample(n * 0.1, (1, 2), n % 3, waiting=n % 7) for n in range(6000)]
    made = made_of(*turns, seconds=600)
    line = overview(made, made.seconds)["line"]
    assert line[0][0] == 0 and line[-1][0] > 597
    assert len(line) <= SLOTS + 2
    assert max(step[3] for step in line) == 6
    made._ended = None  # while it was live, it had only what was lately
    line = overview(made, 599.0)["line"]
    assert line[0][0] == 599 - WINDOW


def test_a_short_recording_has_a_fine_line() -> None:
    made = made_of(sample(0, (1,), 0), sample(0.05, (1,), 1), sample(0.09, (1,), 0), seconds=0.2)
    assert [round(step[0], 2) for step in overview(made, 0.2)["line"]] == [0, 0.04, 0.08]


def test_the_peak_is_when_most_was_going_on() -> None:
    calm, full = sample(0, (1, 2), 0), sample(1, (1, 2), 0b11, waiting=3)
    short = [full, sample(1.1, (1, 2), 0b11), sample(4, (1, 2), 0b11, waiting=3)]
    assert peak(made_of(calm, *short, sample(6, (1, 2), 0), seconds=60)) == 5
    assert peak(made_of(calm, seconds=60)) is None
    assert overview(made_of(calm, full, seconds=3), 3)["peak"] == 2
    live = made_of(calm, full, seconds=3)
    live._ended = None
    assert overview(live, 3)["peak"] is None


class Reads(list[Sample]):
    """Samples that count how often they are read."""

    reads = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        self.reads += len(found) if isinstance(place, slice) else 1
        return found


def test_a_replay_is_answered(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording:
        with pool.connection():
            recording.sample()
        recording.sample()
    view = recording.view()
    answers: list[Any] = []
    view.send = answers.append
    times = [one.t for one in recording.samples]
    assert len(times) == 3

    def asked(**question: Any) -> Any:
        view._handle_custom_msg({"ask": "a", **question}, [])
        assert answers[-1]["answer"] == "a"
        return answers[-1]["frame"]

    assert asked(at=-5)["t"] == 0
    assert asked(at=1e9)["t"] == recording.seconds
    shown = asked(at=0)
    for t in times:
        shown = asked(at=shown["t"], step=1)
        assert (shown["t"], shown["in_use"]) == (t, recording.at(t).in_use)
    assert asked(at=shown["t"], step=1)["t"] == recording.seconds
    assert asked(at=shown["t"], step=-1)["t"] == times[-2]
    assert asked(at=times[0], step=-1)["t"] == times[0]


def test_a_view_is_live_until_its_recording_ends(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording:
        first, second = recording.view("One"), recording.view()
        assert len(threads()) == 3
        with pool.connection():
            until(lambda: now(first)["in_use"] == now(second)["in_use"] == 1)
        until(lambda: now(first)["in_use"] == now(second)["in_use"] == 0)
        assert now(first)["live"]
    assert threads() == []
    assert not now(first)["live"] and not now(second)["live"]
    assert now(first)["t"] == recording.seconds


def test_a_view_says_why_its_recording_ended(db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=1) as closed:
        closed.wait()
        view = watch.pool(closed).view()
        closed.close()
        until(lambda: not threads())
    assert [text for _, text in now(view)["notes"]] == ["the pool was closed"]

    for error, why in ((KeyboardInterrupt, "was interrupted"), (ValueError, "stopped at an error")):
        with ConnectionPool(db.dsn, min_size=1) as again:
            with pytest.raises(error), watch.pool(again) as recording:
                view = recording.view()
                raise error
            assert threads() == []
            assert why in now(view)["notes"][-1][1]


def test_a_pool_whose_loop_has_ended(db: Postgres) -> None:
    async def start() -> watch.LiveRecording:
        return watch.pool(await asyncpg.create_pool(db.dsn, min_size=1))

    recording = asyncio.run(start())
    until(lambda: not threads())
    assert recording.notes[-1][1] == "the pool's event loop has ended"


def test_a_view_of_nothing(db: Postgres) -> None:
    with watch.pool(ConnectionPool(db.dsn, open=False)) as recording:
        shown = now(recording.view())
    assert (shown["size"], shown["marks"]) == (0, [])
    assert now(recording.view())["live"] is False


def test_a_view_that_is_closed_no_longer_follows(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording:
        view = recording.view()
        view.close()
        until(lambda: len(threads()) == 1)
        assert recording.sample().idle == 2


class Front:
    """What IPython displays, and the cell that it thinks is running."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outputs: list[tuple[dict[str, Any], bool]] = []
        self.parent: dict[str, Any] = {}
        shell = InteractiveShell.instance()
        monkeypatch.setattr(shell.display_pub, "publish", self.publish)
        monkeypatch.setattr(shell, "get_parent", lambda: self.parent, raising=False)
        monkeypatch.setattr(cells, "get_ipython", lambda: shell)

    def publish(self, data: dict[str, Any], *_: Any, update: bool = False, **__: Any) -> None:
        self.outputs.append((data, update))

    def run(self, cell: str, number: int) -> None:
        self.parent = {"metadata": {"cellId": cell}, "header": {"msg_id": f"{cell} {number}"}}


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    yield Front(monkeypatch)
    InteractiveShell.clear_instance()


def test_a_picture_stands_in_for_the_view(pool: ConnectionPool, front: Front) -> None:
    with watch.pool(pool) as recording:
        recording.view("Shown")._ipython_display_()
        (widget, _), (still, update) = front.outputs
        assert "application/vnd.jupyter.widget-view+json" in widget
        assert "poollab-still" in still["text/html"] and "image/png" not in still and not update
    still, update = front.outputs[-1]
    assert update and "Timeline: Shown" in still["text/html"] and "image/png" in still
    assert "poollab-still" in still["text/html"]
    recording.view()._ipython_display_()
    still, update = front.outputs[-1]
    assert not update and "0 in use and 0 waiting at most" in still["text/html"]


def test_a_cell_that_is_run_again_closes_its_views(pool: ConnectionPool, front: Front) -> None:
    with watch.pool(pool) as recording:
        front.run("a", 1)
        first, beside = recording.view(), recording.view()
        first._ipython_display_()
        beside._ipython_display_()
        front.run("b", 2)
        other = recording.view()
        other._ipython_display_()
        assert len(threads()) == 4
        front.run("a", 3)
        again = recording.view()
        again._ipython_display_()
        until(lambda: len(threads()) == 3)
        assert [one._closed for one in (first, beside, other, again)] == [True, True, False, False]


def test_a_server_that_is_restarted_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    # a name of its own: a server of the same name would be closed first
    with (
        postgres.start(name="tests-restarted") as db,
        ConnectionPool(db.dsn, min_size=1, open=True) as pool,
    ):
        pool.wait()
        with watch.pool(pool, dsn=db.dsn) as recording:
            (pid,) = recording.sample().pids
            db.stop()
            until(lambda: recording.notes)
            db.start()
            until(lambda: len(recording.notes) == 2)
            # the pool has not noticed: it would lend this connection
            marks = frame(recording, recording.sample().t)["marks"]
            assert [mark[:2] for mark in marks] == [(pid, "broken")]
    gone, back = [text for _, text in recording.notes]
    assert "stopped answering" in gone
    assert back == "the server was restarted and answers again"


def test_a_recording_can_be_shown_by_itself() -> None:
    recording = Recording(0.02)
    calls: list[int] = []
    recording.follow(lambda: not calls.append(1), 0.1)  # type: ignore[func-returns-value]
    assert calls == [1]


def test_there_is_time_to_look_only_if_somebody_looks(
    pool: ConnectionPool, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watch.pool(pool) as recording:
        recording.view()._ipython_display_()
        assert not waits(recording), "nobody tells the cell, as under nbconvert"
        front.run("a", 1)
        view = recording.view()
        assert not waits(recording), "it is not on show"
        view._ipython_display_()
        assert waits(recording)
        monkeypatch.setenv("POOLLAB_SMALL", "1")
        assert not waits(recording)


def waits(recording: Recording) -> bool:
    """Say whether a recording leaves time to look."""

    async def look() -> None:
        async with asyncio.timeout(0):
            await recording.time_to_look(3600)

    try:
        asyncio.run(look())
    except TimeoutError:
        return True
    return False
