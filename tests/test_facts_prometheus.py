"""What lesson 07 says of Prometheus, and its rules, each seen to ring and to be quiet."""

from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest
from alerting import MADE_BY, STEP, cells, needs_prometheus, play, prometheus, promtool, rules
from prometheus_client import CollectorRegistry, Histogram
from waiting import until

from poollab.postgres.instance import Postgres
from poollab.server import serve

BUCKETS = ("0.01", "0.1", "0.5", "1", "2.5", "10", "+Inf")
NEVER = range(0)
LOST = """
groups:
  - name: answer
    rules:
      - alert: Lost
        expr: pool_in_use + pool_waiting > http_requests_in_progress
        for: 1m
"""


@pytest.fixture(autouse=True)
def _prometheus() -> None:
    needs_prometheus()


def waits(below: str, each: int, instance: str = "a") -> dict[str, str]:
    """Return the buckets of waits that all end in one of them, so many more at each step."""
    return {
        f'pool_wait_seconds_bucket{{le="{le}", instance="{instance}"}}': (
            f"0+{each if float(le) >= float(below) else 0}x60"
        )
        for le in BUCKETS
    }


def test_the_rules_are_rules(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(rules())
    assert "SUCCESS: 3 rules found" in promtool("check", "rules", str(tmp_path / "rules.yml"))


def test_the_buckets_are_those_of_the_lesson() -> None:
    assert tuple(map(float, BUCKETS[:-1])) == cells("labels", asyncpg=asyncpg)["BUCKETS"]


def test_a_lost_connection_is_heard_until_the_app_ends(tmp_path: Path) -> None:
    series = {'pool_oldest_seconds{path="/early"}': f"0+{STEP}x40 stale"}
    play(tmp_path, "CheckoutIsLong", series, range(7, 41), path="/early")


@pytest.mark.says("07/rules-why")
def test_for_a_minute_hears_no_shorter_checkout(tmp_path: Path) -> None:
    """With `> 30` and `for: 1m` a single checkout of less than 90 s is never heard."""
    series = {'pool_oldest_seconds{path="/bill"}': "0 15 30 45 60 75 89 stale"}
    play(tmp_path, "CheckoutIsLong", series, NEVER)


@pytest.mark.says("07/rules-why")
def test_long_checkouts_that_overlap_are_heard_as_one(tmp_path: Path) -> None:
    """Checkouts of one path that overlap ring as if they were one; one by one they never do."""
    for ages, rings in ("31 46 ", range(4, 20)), ("0 15 30 45 60 75 ", NEVER):
        series = {'pool_oldest_seconds{path="/bill"}': ages * 10 + "stale"}
        play(tmp_path, "CheckoutIsLong", series, rings, path="/bill")


def test_a_busy_service_is_quiet(tmp_path: Path) -> None:
    busy = {'pool_oldest_seconds{path="/order"}': "0.02x60", "pool_refused_total": "0x60"}
    for alert in "CheckoutIsLong", "RequestsRefused", "WaitIsLong":
        play(tmp_path, alert, busy | waits("0.5", 30), NEVER)


@pytest.mark.says("07/rules-why")
def test_long_waits_are_heard_once_for_all_instances(tmp_path: Path) -> None:
    """`sum by (le)` makes one alert of the waits of all instances; without it, one for each."""
    both = waits("2.5", 30) | waits("2.5", 10, instance="b")
    play(tmp_path, "WaitIsLong", both, range(5, 60))
    apart = rules().replace("sum by (le) ", "")
    with pytest.raises(AssertionError, match='instance="b"'):
        play(tmp_path, "WaitIsLong", both, range(5, 60), rule=apart)


@pytest.mark.says("07/rules-why")
def test_a_wait_counts_when_it_ends() -> None:
    """A histogram hears of a wait when it has ended, not before."""
    registry = CollectorRegistry()
    wait = Histogram("wait", "Waited", registry=registry)
    with wait.time():
        assert registry.get_sample_value("wait_count") == 0
    assert registry.get_sample_value("wait_count") == 1


@pytest.mark.says("07/rules-why")
def test_a_quantile_never_exceeds_the_last_bucket(tmp_path: Path) -> None:
    """histogram_quantile says at most the bound of the last bucket, however long the waits."""
    for bound, rings in ("9.9", range(1, 60)), ("10", NEVER):
        above = rules().replace("> 0.5\n        for: 1m", f"> {bound}")
        play(tmp_path, "WaitIsLong", waits("+Inf", 30), rings, rule=above)


@pytest.mark.says("07/rules-why")
def test_a_quantile_is_guessed_between_the_bounds(tmp_path: Path) -> None:
    """Of waits between 0.1 and 0.5 s, Prometheus says that 95 % of the way is the quantile."""
    for bound, rings in ("0.479", range(1, 60)), ("0.481", NEVER):
        guessed = rules().replace("> 0.5\n        for: 1m", f"> {bound}")
        play(tmp_path, "WaitIsLong", waits("0.5", 30), rings, rule=guessed)


def test_one_refused_request_is_heard_for_five_minutes(tmp_path: Path) -> None:
    play(tmp_path, "RequestsRefused", {"pool_refused_total": "0x9 1x60"}, range(10, 30))


@pytest.mark.says("07/turn-alert-check")
def test_the_answer_rings_for_a_lost_one_and_may_be_hidden(tmp_path: Path) -> None:
    """A request under way that holds no connection hides one that is lost."""
    lost = {"pool_in_use": "1x60", "pool_waiting": "0x60"}
    play(tmp_path, "Lost", lost | {"http_requests_in_progress": "0x60"}, range(4, 60), rule=LOST)
    play(tmp_path, "Lost", lost | {"http_requests_in_progress": "1x60"}, NEVER, rule=LOST)


def test_a_real_prometheus_rings_and_falls_quiet(db: Postgres, tmp_path: Path) -> None:
    made = cells(*MADE_BY, db=db)
    soon = made["RULES"].replace("> 30", "> 0.5").replace("1m", "1s").replace("5m", "5s")
    app = made["metered"](size=1, patience=0.8)
    with serve(app, name="alerts") as place, prometheus(tmp_path, place.url, soon) as seen:
        until(lambda: seen.asked("query", query="pool_max")["result"], "the app was scraped")
        assert not seen.asked("alerts")["alerts"]
        assert httpx.get(place.url + "/background").status_code == 200  # its mail takes long
        until(lambda: seen.firing("CheckoutIsLong") == {"/background"}, "the long checkout rings")
        assert httpx.get(place.url + "/order").status_code == 503
        until(lambda: seen.firing("RequestsRefused") == {""}, "the refused request rings")
        until(lambda: seen.firing("WaitIsLong") == {""}, "the long wait rings")
        httpx.post(place.url + "/mail-sent")
        until(lambda: not seen.asked("alerts")["alerts"], "all is quiet again")
        [group] = seen.asked("rules")["groups"]
        assert [rule["health"] for rule in group["rules"]] == ["ok"] * 3
