"""What load refuses to do, and what a result says."""

import math
from typing import Any

import pytest
from hdrh.histogram import HdrHistogram  # type: ignore[import-untyped]

from poollab import load
from poollab.errors import PoolLabError

# Nothing listens on port 1, so a check that let something through would say that instead.
NOWHERE = "http://127.0.0.1:1/"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://10.0.0.1:8000/",
        "http://0.0.0.0:8000/",
        "http://[::2]/",
        "http://127.0.0.1@example.com/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1.example.com/",
        "https://127.0.0.1/",
        "ftp://localhost/",
        "127.0.0.1:8000",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:70000/",
        "http://[::1/",
        "http:///",
        "",
        None,
        5,
        b"http://127.0.0.1/",
    ],
)
@pytest.mark.parametrize("call", [load.clients, load.rate])
def test_only_this_machine(call: Any, url: object) -> None:
    with pytest.raises(PoolLabError, match="loopback address") as refused:
        call(url)
    assert "\n" not in str(refused.value)


WRONG = [0, -1, "ten", math.nan, math.inf, True, 10**9]
BOUNDED: list[tuple[Any, str]] = [
    (load.clients, "clients"),
    (load.clients, "seconds"),
    (load.clients, "timeout"),
    (load.rate, "per_second"),
    (load.rate, "seconds"),
    (load.rate, "clients"),
    (load.rate, "timeout"),
]


@pytest.mark.parametrize(
    ("call", "name", "value"),
    [(*bounded, value) for bounded in BOUNDED for value in [*WRONG, None]]
    + [(load.clients, "requests", value) for value in WRONG],
)
def test_arguments_out_of_range(call: Any, name: str, value: object) -> None:
    with pytest.raises(PoolLabError, match=rf"^{name} must be a .* (from 1 to|above 0)"):
        call(NOWHERE, **{name: value})


@pytest.mark.parametrize("value", [2.5, "2"])
def test_a_fraction_of_a_client(value: object) -> None:
    with pytest.raises(PoolLabError, match="clients must be a whole number from 1 to"):
        load.clients(NOWHERE, value)  # type: ignore[arg-type]


def found(label: str = "/ok", latencies_ms: tuple[float, ...] = (), **errors: int) -> load.Result:
    latencies = HdrHistogram(1, 3_600_000_000, 3)
    for latency in latencies_ms:
        latencies.record_value(latency * 1000)
    count = len(latencies_ms)
    return load.Result(label, NOWHERE, "10 clients", 2.0, count, 0, errors, latencies)


def test_figures_are_milliseconds_and_seconds() -> None:
    result = found("/ok", tuple(range(1, 101)))
    assert result.per_second == 50
    assert [result.p50, result.p90, result.p99, result.slowest, result.mean] == pytest.approx(
        [50, 90, 99, 100, 50.5], rel=1e-3
    )
    assert result.percentile(25) == pytest.approx(25, rel=1e-3)


def test_a_curve_rises_to_the_slowest() -> None:
    result = found("/ok", tuple(range(1, 101)))
    curve = result.curve()
    assert curve == sorted(curve)
    assert curve[-1] == (100, result.slowest)


def test_late_answers_do_not_raise_the_rate() -> None:
    latencies = HdrHistogram(1, 3_600_000_000, 3)
    assert load.Result("", "", "", 2.0, 30, 10, {}, latencies).per_second == 10


def test_nothing_answered_has_no_latency() -> None:
    result = found(timeout=3)
    assert result.per_second == 0
    assert all(map(math.isnan, [result.p50, result.slowest, result.mean]))
    assert result.curve() == []
    assert "timeout: 3" in str(result)
    assert "nan" not in str(result)


@pytest.mark.parametrize("p", [-1, 101, math.nan])
def test_a_percentile_out_of_range(p: float) -> None:
    with pytest.raises(PoolLabError, match="from 0 to 100"):
        found().percentile(p)


def test_side_by_side() -> None:
    direct, pooled = found("direct", (40, 50)), found("pooled", (2, 3))
    lines = str(load.table(direct, pooled)).splitlines()
    assert lines[0].split() == ["direct", "pooled"]
    assert ["p50,", "ms", "40.0", "2.00"] in [line.split() for line in lines]
    assert len({len(line) for line in lines}) == 1


def test_the_table_can_be_read_by_ear_and_in_any_theme() -> None:
    html = load.table(found("<b>&", (1,)), found("two", (1,)))._repr_html_()
    assert "<caption>" in html
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row">') == html.count("<tr>") - 1
    assert "&lt;b&gt;&amp;" in html
    assert not any(word in html for word in ("<b>", "style", "color", "class"))
    assert found("two", (1,))._repr_html_() == load.table(found("two", (1,)))._repr_html_()


@pytest.mark.parametrize("results", [(), ([],), ("text",)])
def test_a_table_of_something_else(results: tuple[Any, ...]) -> None:
    with pytest.raises(PoolLabError, match=r"load\.table\(first, second\)"):
        load.table(*results)
