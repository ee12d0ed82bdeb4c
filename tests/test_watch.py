"""The recording: what is kept, what can be asked, and that nothing of it stays behind."""

import asyncio
import gc
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from psycopg_pool import ConnectionPool
from waiting import until

from poollab import watch
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.watch.picture import lives
from poollab.watch.readers import Snapshot
from poollab.watch.samples import pack
from poollab.watch.together import later


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "poollab-watch"]


def connections(db: Postgres) -> int:
    """Count the connections of our own to the server."""
    return int(
        db.query("select count(*) from pg_stat_activity where application_name = 'poollab-watch'")[
            0
        ][0]
    )


@pytest.fixture
def pool(db: Postgres) -> Iterator[ConnectionPool]:
    with ConnectionPool(db.dsn, min_size=2, max_size=20) as made:
        made.wait()
        yield made


def test_a_recording_is_asked_by_time(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording:
        before = recording.sample()
        with pool.connection():
            during = recording.sample()
        after = recording.sample()
    assert [recording.at(one.t).in_use for one in (before, during, after)] == [0, 1, 0]
    assert recording.at(-1) is recording.samples[0]
    assert (recording.most_open, recording.most_in_use, recording.most_waiting) == (2, 1, 0)
    assert sorted(recording.pids) == list(during.pids)
    assert "2 connections seen, at most 1 in use and 0 requests waiting" in repr(recording)
    assert 0 < after.t <= recording.seconds == recording.seconds


def test_samples_come_by_themselves(pool: ConnectionPool) -> None:
    with watch.pool(pool, every=0.005) as recording:
        with pool.connection():
            until(lambda: recording.most_in_use == 1)
        until(lambda: recording.samples[-1].in_use == 0)


def test_counts_are_waited_for(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording, ThreadPoolExecutor() as others:
        with pool.connection():
            waiting = others.submit(asyncio.run, recording.until(in_use=0, idle=2))
            with pytest.raises(PoolLabError, match=r"'in_use': 7.*1 in use, 1 idle"):
                asyncio.run(recording.until(in_use=7, seconds=0))
            assert not waiting.done()
        assert waiting.result().idle == 2


def test_a_sample_like_the_last_is_not_kept(pool: ConnectionPool) -> None:
    with watch.pool(pool, every=0.001) as recording:
        for _ in range(50):
            recording.sample()
    assert len(recording.samples) == 1


def test_the_end_of_the_block_is_seen(pool: ConnectionPool) -> None:
    with ExitStack() as stack:
        recording = stack.enter_context(watch.pool(pool, every=600))
        stack.enter_context(pool.connection())
        recording.stop()
    assert recording.samples[-1].in_use == 1


def test_the_server_is_asked_too(db: Postgres, pool: ConnectionPool) -> None:
    with (
        psycopg.connect(db.dsn, autocommit=True) as holder,
        psycopg.connect(db.role("neighbour"), dbname=holder.info.dbname),
        watch.pool(pool, dsn=db.dsn) as recording,
        pool.connection() as connection,
        stands_before_a_lock(holder, connection) as pid,
    ):
        until(lambda: [b.wait_event for b in recording.backends if b.pid == pid] == ["advisory"])
        t = recording.sample().t
        (backend,) = [one for one in recording.backends_at(t + 1) if one.pid == pid]
        assert (backend.state, backend.wait_event_type) == ("active", "Lock")
        assert backend.query == "select pg_advisory_lock(4711)"
        assert backend.in_transaction is not None
        assert backend.in_state is not None
        assert backend.open >= backend.in_transaction >= backend.in_state >= 0
        # the server may still be ending connections of an earlier test
        known = {*recording.pids, holder.info.backend_pid}
        until(lambda: {b.pid for b in recording.backends} == known, "only these are connected")
        assert recording.backends_at(-1) == []
    idle = [one for one in recording.backends if one.in_transaction is None]
    assert idle, "one connection of the pool was never used"


@contextmanager
def stands_before_a_lock(
    holder: psycopg.Connection, connection: psycopg.Connection
) -> Iterator[int]:
    """Have a connection wait for a lock that another one holds; give its pid."""
    lock = "select pg_advisory_lock(4711)"
    holder.execute(lock)
    query = threading.Thread(target=connection.execute, args=(lock,))
    query.start()
    try:
        yield connection.info.backend_pid
    finally:
        holder.execute("select pg_advisory_unlock_all()")
        query.join()


def nothing_left(db: Postgres) -> None:
    """No thread now; the server may take a moment to notice that its client has left."""
    assert not threads()
    until(lambda: not connections(db), "our connection is gone")


def test_nothing_is_left_behind(db: Postgres, pool: ConnectionPool) -> None:
    with watch.pool(pool, dsn=db.dsn):
        assert len(threads()) == 2
    nothing_left(db)
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), watch.pool(pool, dsn=db.dsn):
            raise error
        nothing_left(db)
    recording = watch.pool(pool, dsn=db.dsn)
    recording.stop()
    recording.stop()
    nothing_left(db)


def test_a_forgotten_recording_ends(db: Postgres, pool: ConnectionPool) -> None:
    recording = watch.pool(pool, dsn=db.dsn, every=600)
    assert threads()
    del recording
    gc.collect()
    until(lambda: not threads() and not connections(db))


def test_a_closed_pool_ends_the_recording(db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=1) as pool:
        pool.wait()
        recording = watch.pool(pool, every=0.005)
        pool.close()
        until(lambda: not threads())
    assert [note for _, note in recording.notes] == ["the pool was closed"]
    assert "the pool was closed" in str(recording.picture("Closed"))
    with pytest.raises(PoolLabError, match="has ended"):
        recording.sample()
    recording.stop()


def test_a_recording_goes_on_with_the_pool_that_took_its_place(
    db: Postgres, pool: ConnectionPool
) -> None:
    with ConnectionPool(db.dsn, min_size=1, max_size=7) as other, watch.pool(pool) as recording:
        other.wait()
        with pool.connection():
            recording.go_on_with(other)
            both = recording.sample()
            assert (both.size, both.in_use, recording.limit) == (3, 1, 7)
            with other.connection():
                assert recording.sample().in_use == 2
        pool.close()
        assert (recording.sample().size, recording.is_live) == (1, True)
        with pytest.raises(PoolLabError, match="can't be watched"):
            recording.go_on_with(db)


def test_a_recording_ends_by_itself(pool: ConnectionPool) -> None:
    recording = watch.pool(pool, every=0.005, longest=0.02)
    until(lambda: not threads())
    assert "as long as was asked for" in recording.notes[0][1]


def test_a_server_that_goes_away_is_noted(db: Postgres, pool: ConnectionPool) -> None:
    dsn = db.role("watched")
    with watch.pool(pool, dsn=dsn) as recording:
        db.query("alter role watched nologin")
        db.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'watched'")
        until(lambda: recording.notes)
        assert "stopped answering" in recording.notes[0][1]
        with pool.connection():
            assert recording.sample().in_use == 1
        db.query("alter role watched login")
        until(lambda: len(recording.notes) > 1)
        assert recording.notes[1][1] == "the server answers again"
    assert len(recording.notes) == 2


def test_a_server_that_is_not_there(pool: ConnectionPool) -> None:
    with pytest.raises(PoolLabError, match="can't be watched") as caught:
        watch.pool(pool, dsn="postgresql://nobody@127.0.0.1:1/nothing")
    assert "\n" not in str(caught.value)
    assert threads() == []


def test_a_pool_is_not_looked_at_without_a_pause(pool: ConnectionPool) -> None:
    with pytest.raises(PoolLabError, match="once a millisecond"):
        watch.pool(pool, every=0)


def test_ten_minutes_fit_in_twenty_megabytes(db: Postgres, pool: ConnectionPool) -> None:
    looks = 2_000  # of 30,000, the pool changing at each; the server is looked at in every fifth
    with watch.pool(pool, dsn=db.dsn, every=600) as recording, ExitStack() as held:
        for _ in range(18):
            held.enter_context(pool.connection())
        tracemalloc.start()
        for look in range(0, looks, 2):
            with pool.connection():
                recording._look()
            recording._look()
            if look % 5 == 0:
                recording._holders._left = 2  # as many as in two tenths of a second
                recording._look_at_server()
                recording._look_at_server()
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(recording.samples) >= looks
    assert len(recording.server_samples) >= looks / 5
    assert len(recording.holders) >= looks / 5
    assert recording.most_in_use == 19
    assert used * 30_000 / looks < 20e6


def test_a_sample_counts_what_was_packed() -> None:
    seen = Snapshot({30: True, 10: False, 20: True}, 4, 7, None, None, None, (), {})
    sample = pack(1.5, seen, last=None)
    assert sample.opening == 4
    assert (sample.size, sample.in_use, sample.idle, sample.waiting) == (3, 2, 1, 7)
    assert (sample.pids, sample.pids_in_use) == ((10, 20, 30), (20, 30))
    assert repr(sample) == "<1.50 s: 3 open, 2 in use, 1 idle, 7 waiting>"
    again = Snapshot({10: True, 20: True, 30: True}, 0, 0, None, None, None, (), {})
    assert pack(2.0, again, sample).pids is sample.pids


def test_the_picture_says_what_was_recorded(db: Postgres) -> None:
    with (
        ConnectionPool(db.dsn, min_size=1, max_size=1, timeout=20) as pool,
        watch.pool(pool) as recording,
    ):
        pool.wait()
        with pool.connection():
            waiting = threading.Thread(target=lambda: pool.putconn(pool.getconn()))
            waiting.start()
            until(lambda: recording.sample().waiting == 1)
        waiting.join()
        until(lambda: recording.sample().in_use == 0)
    picture = recording.picture("One waits")
    assert str(picture).startswith(
        "1 connection was seen open, at most 1 in use at once; at most 1 request was waiting, "
    )
    assert picture.alt == "Timeline: One waits"
    assert "every 20 ms" in str(picture)


def test_a_bar_is_drawn_in_one_piece(pool: ConnectionPool) -> None:
    with watch.pool(pool, every=600) as recording, pool.connection() as connection:
        for _ in range(3):
            with pool.connection():
                recording.sample()
            recording.sample()
    (life,) = [one for one in lives(recording) if one.label == str(connection.info.backend_pid)]
    assert (len(life.open), len(life.in_use)) == (1, 1)
    (other,) = [one for one in lives(recording) if one != life]
    assert (len(other.open), len(other.in_use)) == (1, 3)
    assert life.open == other.open == [(recording.samples[0].t, recording.seconds)]


def test_the_picture_of_nothing(pool: ConnectionPool) -> None:
    with watch.pool(pool) as recording:
        assert "no request had to wait" in str(recording.picture("Still running"))
    with ConnectionPool(open=False) as never_opened:
        pass
    with watch.pool(never_opened) as empty:
        pass
    assert str(empty.picture("Empty")).startswith("0 connections were seen open")


def test_pools_are_recorded_together_on_one_clock(pool: ConnectionPool, db: Postgres) -> None:
    with ConnectionPool(db.dsn, min_size=1) as other:
        other.wait()
        with watch.pools({"first": pool, "late": other}, dsn=db.dsn) as seen:
            for one in seen.values():
                one.sample()
    assert seen["first"].server_samples and not seen["late"].server_samples
    assert not any(one.is_live for one in seen.values()) and seen.seconds > 0
    picture = seen.picture("Two", marked={"now": 0.01})
    assert picture.title == "Two"
    assert "first: 2 connections were seen open" in picture.text
    assert "late: 1 connection was seen open" in picture.text
    assert "late" not in seen.picture("One", only=("first",)).text
    moved = seen["late"].began - seen["first"].began
    (life,) = lives(seen["late"])
    assert moved > 0
    assert later(life, moved, "late").open[0][0] == life.open[0][0] + moved
    assert later(life, moved, "late").label == f"late  {seen['late'].pids[0]}"
    seen["late"]._began = seen["first"].began + 100
    seen["late"].notes.append((1.0, "it rained"))
    assert "At 101.0 s it rained" in seen.picture("Late").text


def test_recording_together_ends_if_one_is_no_pool(pool: ConnectionPool) -> None:
    with pytest.raises(PoolLabError, match="can't be watched"):
        watch.pools({"first": pool, "second": 2})
    until(lambda: not threads(), "no thread of a recording is left")
