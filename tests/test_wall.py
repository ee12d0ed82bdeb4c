"""The wall's service: what it notes, what it shows, and how its pool bears a room and a restart."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import psycopg
import pytest
from waiting import until
from walls import Wall, served_wall

from poollab import postgres
from poollab.postgres.instance import Postgres
from poollab.wall import reporting
from poollab.wall.reporting import verdict_on

SEATS = 300
STREAMS = 8


@pytest.fixture
def dsn(db: Postgres) -> str:
    """An empty database of the wall's own."""
    return db.role("wall")


@pytest.fixture
def wall(dsn: str) -> Iterator[Wall]:
    with served_wall(dsn, pool_timeout="0.2", query_timeout="60") as served:
        yield served


def seats(room: dict[str, Any]) -> dict[str, Any]:
    """Return the tasks of each seat by its name."""
    return {seat["name"]: seat["tasks"] for seat in room["seats"]}


def test_a_passed_task_stays_passed_and_tries_are_counted(wall: Wall) -> None:
    for verdict in "tried", "passed", "tried":
        assert wall.report("ada", "leaks/stream", verdict).status_code == 204
    wall.report("bob", "leaks/stream", "tried")
    room = wall.until(lambda room: len(room["seats"]) == 2)
    assert seats(room) == {"ada": {"leaks/stream": [3, True]}, "bob": {"leaks/stream": [1, False]}}
    assert [seat["number"] for seat in room["seats"]] == [1, 2]
    assert room["tasks"]["leaks"][3] == "stream"


def test_a_report_that_is_sent_again_is_counted_once(wall: Wall) -> None:
    """Whoever lost the answer sends the report again, and it may have been noted before."""
    first, second = (verdict_on("leaks/stream", passed=False) for _ in range(2))
    for report in first, first, second, second:
        assert wall.post("reports", "ada", **report).status_code == 204
    wall.report("bob", "03/mend", "tried")
    room = wall.until(lambda room: len(room["seats"]) == 2)
    assert seats(room)["ada"] == {"leaks/stream": [2, False]}


def test_an_open_page_hears_of_each_verdict(wall: Wall) -> None:
    with wall.page() as page:
        page.until("room", lambda room: not room["seats"])
        for task in "03/mend", "03/count":
            wall.report("ada", task, "passed")
            told = page.until("room", lambda room: room["seats"])
            assert told["seats"][0]["at"] == task


def test_help_is_asked_for_and_taken_back(wall: Wall) -> None:
    wall.report("bob", "03/mend", "tried")

    def asking(room: dict[str, Any]) -> list[str]:
        return [seat["name"] for seat in room["seats"] if seat["asks_since"]]

    assert wall.post("help", "ada", wanted=True).json() == {"seat": 2}
    wall.until(lambda room: asking(room) == ["ada"])
    wall.post("help", "ada", wanted=False)
    wall.until(lambda room: asking(room) == [])
    wall.post("help", "bob", wanted=True)
    wall.report("bob", "03/mend", "tried")
    wall.until(lambda room: asking(room) == ["bob"])
    wall.report("bob", "03/mend", "passed")
    wall.until(lambda room: asking(room) == [])


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"task": "leaks/none"}, 422),
        ({"verdict": "graded"}, 422),
        ({"verdict": None}, 422),
        ({"key": "1"}, 422),
        ({"more": "x" * 1000}, 413),
    ],
)
def test_what_is_no_report_is_refused(words: dict[str, Any], status: int, wall: Wall) -> None:
    report = verdict_on("leaks/stream", passed=True)
    assert wall.post("reports", "ada", **report | words).status_code == status
    wall.report("bob", "03/mend", "tried")
    assert list(seats(wall.until(lambda room: room["seats"]))) == ["bob"]


def test_hostile_names_are_whose_they_are_and_do_no_harm(wall: Wall) -> None:
    names = ["<script>", "ada\u202e", "ada", "'; DROP TABLE seats; --", "n" * 200]
    for name in names:
        head = {"Authorization": "Bearer " + name}
        encoded = httpx.Headers(head, encoding="utf-8")
        words = verdict_on("03/mend", passed=True)
        httpx.post(f"{wall.url}/reports", json=words, headers=encoded).raise_for_status()
    room = wall.until(lambda room: len(room["seats"]) == len(names))
    assert all(seat["name"].isprintable() and len(seat["name"]) <= 60 for seat in room["seats"])


def test_open_pages_hold_no_connection(wall: Wall) -> None:
    """Lesson 07: more pages than the pool has connections, and the wall still notes."""
    with ExitStack() as stack:
        pages = [stack.enter_context(wall.page()) for _ in range(STREAMS)]
        for page in pages:
            page.until("room", lambda room: not room["seats"])
        until(lambda: wall.metrics()["pool_in_use"] == 0, "all connections are back")
        wall.report("ada", "03/mend", "passed").raise_for_status()
        for page in pages:
            page.until("room", lambda room: room["seats"])
    assert wall.metrics()["pool_max"] < STREAMS


def test_300_seats_that_report_at_once_lose_none(wall: Wall, dsn: str, db: Postgres) -> None:
    """The server lets nobody through until many were turned away; then all must have come."""

    def send(seat: int) -> int:
        report = verdict_on("03/mend", passed=True)
        answer = reporting.post("reports", report, patience=300, token=f"seat {seat}")
        return answer.status_code if answer else 0

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(SEATS) as threads:
        patch.setenv("POOLLAB_WALL", wall.url)
        with psycopg.connect(dsn) as holding:
            holding.execute("LOCK TABLE tried IN EXCLUSIVE MODE")
            sent = [threads.submit(send, seat) for seat in range(SEATS)]
            until(lambda: wall.metrics()["pool_refused_total"] > SEATS / 2, "503", limit=60)
        told = [one.result(300) for one in sent]
    assert told == [204] * SEATS
    with wall.page() as page:
        room = page.until("room", lambda room: len(room["seats"]) == SEATS)
    assert all(tasks == {"03/mend": [1, True]} for tasks in seats(room).values())
    assert wall.metrics()["pool_max"] == 5


def test_one_seat_does_not_take_the_pool_from_others(wall: Wall, dsn: str) -> None:
    def send(seat: str) -> httpx.Response:
        return wall.report(seat, "03/mend", "tried")

    with psycopg.connect(dsn) as holding, ThreadPoolExecutor() as threads:
        holding.execute("LOCK TABLE tried IN EXCLUSIVE MODE")
        flood = [threads.submit(send, "eve") for _ in range(6)]
        until(lambda: sum(one.done() for one in flood) == 4, "four are turned away")
        refused = [one.result() for one in flood if one.done()]
        assert {one.status_code for one in refused} == {429}
        assert all(one.headers["Retry-After"] for one in refused)
        assert wall.metrics()["pool_in_use"] < 5
        other = threads.submit(send, "ada")
        until(lambda: wall.metrics()["pool_in_use"] >= 3, "another seat has a connection")
        holding.commit()
        assert other.result().status_code == 204
    assert sorted(one.result().status_code for one in flood) == [204] * 2 + [429] * 4


def test_all_is_there_after_a_restart_of_the_server_and_of_the_wall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with postgres.start(name="wall-restart", max_connections=20) as db:
        with served_wall(db.dsn, pool_timeout="10") as wall, wall.page() as page:
            wall.report("ada", "03/mend", "passed").raise_for_status()
            page.until("room", lambda room: room["seats"])
            db.stop()
            refused = wall.report("bob", "03/mend", "tried")
            assert (refused.status_code, refused.headers["Retry-After"] in "123") == (503, True)
            assert httpx.get(f"{wall.url}/health").status_code == 200
            assert httpx.get(f"{wall.url}/ready").status_code == 503
            wall.post("help", "ada", wanted=True)
            page.until("trouble", lambda trouble: trouble)
            db.start()
            page.until("trouble", lambda trouble: not trouble)
            assert httpx.get(f"{wall.url}/ready").status_code == 200
            assert list(seats(wall.until(lambda room: room["seats"]))) == ["ada"]
            wall.report("bob", "03/mend", "tried").raise_for_status()
        with served_wall(db.dsn) as wall:
            room = wall.until(lambda room: room["seats"])
            wanted = {"ada": {"03/mend": [1, True]}, "bob": {"03/mend": [1, False]}}
            assert seats(room) == wanted


def test_the_metrics_are_those_of_the_lesson(wall: Wall) -> None:
    found = " ".join(wall.metrics())
    for name in ("pool_in_use", "pool_idle", "pool_max", "pool_waiting", "pool_refused_total",
                 "pool_wait_seconds_bucket"):  # fmt: skip
        assert name in found
