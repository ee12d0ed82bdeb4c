"""The playground without a widget: what controls and buttons do to pool, server and answers."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import psycopg
import pytest
from waiting import until

from poollab.errors import PoolLabError
from poollab.playground import Playground, lending, pools, trouble
from poollab.playground.settings import Settings

BARRIER = 7
EACH = pytest.mark.parametrize("library", pools.LIBRARIES)
thorough = pytest.mark.thorough
SELDOM = pytest.mark.parametrize(
    "library",
    [
        "asyncpg",
        pytest.param("SQLAlchemy", marks=thorough),
        pytest.param("psycopg_pool", marks=thorough),
    ],
)
BEGINNING: dict[str, Any] = {
    "library": "asyncpg", "size": 2, "overflow": 0, "timeout": 10, "load": "clients", "clients": 2,
    "query": "sleeps", "query_ms": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def played() -> Iterator[Playground]:
    """One playground for all the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POOLLAB_POSTGRES", "embedded")
        one = asyncio.run(Playground(**BEGINNING).start())
        yield one
        one.close()
        assert left_of(one) == []


@pytest.fixture
def play(played: Playground, monkeypatch: pytest.MonkeyPatch) -> Playground:
    """The playground, with every control as at the beginning and a pool that has lost nothing."""
    monkeypatch.setattr(lending, "GRACE", 0.1)
    turn(played, **BEGINNING | {"overflow": 1})
    turn(played, **BEGINNING)
    settled(played)
    until(lambda: now(played).size <= 2 and not played.recording.holders[-1].odd, "as it began")
    played.moments, played.said = [], []
    played._told.clear()
    return played


def turn(play: Playground, **controls: Any) -> None:
    asyncio.run(play.turn(**controls))


def settled(play: Playground) -> None:
    """Wait until there is no pool but the newest."""
    until(lambda: not play.app.state.tasks, "the old pool is closed")


def press(play: Playground, button: str) -> None:
    asyncio.run(play.press(button))


def now(play: Playground) -> Any:
    return play.recording.sample()


def says(play: Playground, words: str) -> bool:
    return any(words in sentence for _, sentence in play.said)


def seen(play: Playground, one: Callable[[Any], object]) -> Callable[[], object]:
    """Say whether this was so in some moment; that of the last may be yet to come."""
    return lambda: any(one(moment) for moment in list(play.moments))


def left_of(play: Playground) -> list[str]:
    """Return what a playground has left: processes and threads."""
    until(lambda: play.db.closed, "its server is removed")
    until(lambda: play.stream._process.poll() is not None, "its load has ended")
    return [one.name for one in threading.enumerate() if one.name.startswith("serve http")]


@contextmanager
def barrier(play: Playground) -> Iterator[None]:
    """Have every query from the next one on wait until the block ends."""
    with psycopg.connect(play.db.superuser_dsn, autocommit=True) as one:
        one.execute(f"SELECT pg_advisory_lock({BARRIER})".encode())
        play.app.state.sql = "SELECT pg_advisory_xact_lock_shared({})"
        play.app.state.value = BARRIER
        try:
            yield
        finally:
            play.ask(play.settings)


def held(play: Playground) -> int:
    """Return how many queries wait at the barrier."""
    sql = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return int(play.db.query(sql)[0][0])


def on_server(play: Playground, pids: Any) -> int:
    """Return how many of these backends the server has."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)"
    return int(play.db.query(sql, list(pids))[0][0])


@EACH
def test_pool_size_overflow_and_clients(play: Playground, library: str) -> None:
    turn(play, library=library, size=2, overflow=1, clients=8)
    settled(play)
    with barrier(play):
        until(lambda: (held(play), now(play).waiting) == (3, 5), "3 of 8 have one")
        assert play.recording.limit == 3
        assert on_server(play, now(play).pids_in_use) == 3
    until(seen(play, lambda one: one.per_second > 0 and one.settings.clients == 8), "answers")
    assert says(play, f"a new pool of {library}: 2 connections and 1 more at need")


@EACH
def test_the_old_pool_closes_when_its_last_checkout_is_back(
    play: Playground, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lending, "GRACE", 60)
    turn(play, library=library)
    settled(play)
    with barrier(play):
        until(lambda: held(play) == 2)
        old = now(play).pids_in_use
        turn(play, size=1, clients=4)
        # The two have what they had; of the two that came since one has the new pool's connection.
        until(lambda: (held(play), now(play).waiting) == (3, 1), "two pools")
        assert play.recording.limit == 1 and set(old) < set(now(play).pids)
    until(lambda: now(play).size == 1, "the old pool is gone")
    until(lambda: not on_server(play, old), "from the server, too")


@SELDOM
def test_who_waits_too_long_gets_503(play: Playground, library: str) -> None:
    turn(play, library=library, timeout=0.05, clients=4)
    with barrier(play):
        until(seen(play, lambda one: one.refused > 0), "503")
        until(lambda: says(play, "503: "))


def test_the_query_and_how_long(play: Playground) -> None:
    turn(play, query="computes", query_ms=30)
    until(lambda: any("generate_series" in one.query for one in play.recording.backends))
    assert play.app.state.value == int(30 * play._per_ms) > 1000
    turn(play, query="sleeps", query_ms=200)
    until(seen(play, lambda one: (one.p50 or 0) > 200), "half of them take longer")
    assert says(play, "A query sleeps for 200 ms")


def test_arrivals_come_whether_answers_do_or_not(play: Playground) -> None:
    turn(play, load="arrivals", rate=100)
    with barrier(play):
        until(lambda: now(play).waiting > 10, "they pile up")
    turn(play, clients=0, load="clients")
    until(lambda: now(play).in_use == 0, "nobody asks")
    assert says(play, "100 requests a second arrive") and says(play, "Nobody asks any more.")


@SELDOM
def test_leak_one_and_swap(play: Playground, library: str) -> None:
    turn(play, library=library, size=4)
    press(play, "leak one")
    until(lambda: play.moments and play.moments[-1].leaked == 1, "it is seen")
    (leaked,) = [pid for pid, state in play.recording.holders[-1].odd if state == "leaked"]
    assert says(play, "Others can have 3 at most")
    turn(play, size=3)
    until(lambda: says(play, "it was cut off"))
    until(lambda: not on_server(play, [leaked]), "the leaked connection is closed")


def test_a_leak_is_seen_before_anybody_waits(play: Playground) -> None:
    play.reached.pop("early", None)
    turn(play, size=5)
    settled(play)
    play.moments = []  # whom the old pools refused is heard of after they have gone
    until(lambda: len(play.moments) > 1 and not play.moments[-1].refused)
    press(play, "leak one")
    until(lambda: "1 leaked, and nobody" in play.reached.get("early", ""))


@EACH
def test_kill_a_backend(play: Playground, library: str) -> None:
    turn(play, library=library)
    settled(play)
    with barrier(play):
        until(lambda: held(play) == 2)
        before = now(play).pids
        press(play, "kill a backend")
        until(lambda: on_server(play, before) == 1, "the server has one of the two")
    until(lambda: now(play).size == 2 and set(now(play).pids) != set(before), "another is opened")
    until(seen(play, lambda one: one.errors > 0), "one request failed")
    assert says(play, "was killed while ")


@SELDOM
def test_turned_while_the_server_is_down(play: Playground, library: str) -> None:
    play.db.stop()
    until(seen(play, lambda one: one.refused > 0), "503")
    turn(play, library=library, size=3, clients=6, timeout=0.5)
    assert says(play, f"a new pool of {library}")
    press(play, "kill a backend")
    press(play, "leak one")
    press(play, "deploy twice")
    assert says(play, "Nothing leaked") and says(play, "The first does not start")
    assert not seen(play, lambda one: "deploy refused" in one.happened)()  # nobody was there
    play.db.start()
    until(lambda: (now(play).in_use, now(play).waiting) == (3, 3), "all go on")


def test_restart_the_server(play: Playground) -> None:
    began = play.db.query("SELECT pg_postmaster_start_time()")
    until(lambda: now(play).size == 2)
    before = now(play).pids
    press(play, "restart the server")
    assert play.db.query("SELECT pg_postmaster_start_time()") != began
    until(lambda: now(play).size == 2 and not set(now(play).pids) & set(before), "new connections")
    until(lambda: play.moments[-1].per_second > 0 and not play.moments[-1].errors)


def test_a_slow_client(play: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "SLOW_FOR", 60)

    def readers() -> int:
        return play.recording.holders[-1].names.count("GET /report")

    reads = play.submit(trouble.slow_client, play)
    until(lambda: readers() == 1, "it has a connection")
    monkeypatch.setattr(trouble, "SLOW_FOR", 0)
    press(play, "a slow client")
    assert not reads.done() and says(play, "The slow client has gone")
    until(lambda: readers() == 1)
    play.gone.set()
    reads.result(30)
    play.gone.clear()
    until(lambda: readers() == 0, "it is back")


@SELDOM
def test_deploy_twice(play: Playground, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "DEPLOY_FOR", 0)
    turn(play, library=library, size=4, timeout=1)
    press(play, "deploy twice")
    assert says(play, "Both have started")
    ended = "SELECT count(*) < 8 FROM pg_stat_activity WHERE backend_type = 'client backend'"
    until(lambda: play.db.query(ended)[0][0], "they have ended")


def test_max_connections_and_a_deploy_that_is_refused(
    play: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "DEPLOY_FOR", 0)
    turn(play, max_connections=12)
    assert play.db.query("SHOW max_connections") == [("12",)]
    assert says(play, "takes a restart: every connection ends")
    press(play, "deploy twice")
    assert says(play, "Both have started")
    turn(play, size=3, clients=3)
    until(lambda: now(play).size == 3)
    press(play, "deploy twice")
    assert says(play, "The second does not start: ")
    assert says(play, "too many clients") or says(play, "slots are reserved")
    until(lambda: "Three times 3 connections" in play.reached.get("deploy", ""))
    turn(play, size=50, clients=60)  # more than the server takes: allowed
    until(lambda: says(play, "get 503: sorry, too many clients") or says(play, "503: remaining"))
    turn(play, max_connections=100)


def test_what_can_not_be_is_said(play: Playground) -> None:
    turn(play, clients=10_000, size="many", overflow=True, rate=float("nan"), nothing=1)
    assert says(play, "Clients: at most 300, because the load, the app and PostgreSQL share this")
    assert says(play, "10,000 was asked for") and play.settings.clients == 300
    assert says(play, "'many' is no number") and play.settings.size == 2
    assert says(play, "Overflow: True is no number") and says(play, "Arrivals: nan is no number")
    assert says(play, "There is no control 'nothing': there are library, size")
    turn(play, library="pg8000", size=-3)
    assert says(play, "'pg8000' is none of asyncpg") and says(play, "at least 1; -3 was asked")
    assert play.settings.size == 1


def test_what_is_asked_for_wrongly_is_refused() -> None:
    with pytest.raises(PoolLabError, match="There is no control 'colour'"):
        Playground(colour="red")
    with pytest.raises(PoolLabError, match="There is no button 'undo': leak one, kill"):
        asyncio.run(Playground().press("undo"))


def test_two_at_once_each_ends_by_itself(monkeypatch: pytest.MonkeyPatch, play: Playground) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")

    async def both() -> Playground:
        async with Playground(seconds=0.5, size=1) as other:
            assert other.name != play.name and other.db.dsn != play.db.dsn
            until(other.over.is_set, "it ends by itself")
            return other

    other = asyncio.run(both())
    until(lambda: not other.recording.is_live)
    assert other.db.closed and not play.db.closed
    with pytest.raises(PoolLabError, match="has ended: open another"):
        turn(other, size=2)
    assert other.stream._process.poll() is not None
    until(seen(play, lambda one: one.per_second > 0), "this one goes on")


def test_an_interrupted_start_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    begun, go_on = threading.Event(), threading.Event()
    real = Playground.set_up

    def set_up(self: Playground, settings: Settings) -> None:
        begun.set()
        go_on.wait(30)
        real(self, settings)

    monkeypatch.setattr(Playground, "set_up", set_up)
    one = Playground()

    async def interrupted() -> None:
        start = asyncio.create_task(one.start())
        await asyncio.to_thread(begun.wait, 30)
        start.cancel()
        go_on.set()
        await asyncio.gather(start, return_exceptions=True)
        assert start.cancelled()

    children = {child.pid for child in psutil.Process().children()}
    asyncio.run(interrupted())
    assert one.over.is_set() and one.db.closed and not hasattr(one, "recording")
    until(lambda: {child.pid for child in psutil.Process().children()} <= children)
