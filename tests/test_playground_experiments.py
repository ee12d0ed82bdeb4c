"""Each suggested experiment is recognised from what was measured, and from nothing less."""

from dataclasses import replace
from typing import Any

import pytest

from poollab.playground.experiments import EXPERIMENTS, newly
from poollab.playground.moment import Moment
from poollab.playground.settings import Settings

CALM = Moment(
    0, Settings(), per_second=180, refused=0, errors=0, p50=21, p99=25, oldest=20,
    in_use=4, waiting=0, size=5, leaked=0, connections=6,
)  # fmt: skip
SECONDS = 4


def lasting(*stretches: tuple[Settings, dict[str, Any]]) -> list[Moment]:
    """Return moments, four a second: some seconds of each of these."""
    moments: list[Moment] = []
    for settings, figures in stretches:
        happened = figures.get("happened", ())
        for n in range(4 * SECONDS):
            own = figures | {"happened": happened if not n else ()}
            t = (len(moments) + 1) / 4
            moments.append(replace(CALM, t=t, settings=settings, **own))
    return moments


ONE = Settings(size=1)
MANY = Settings(clients=100)
BUSY = Settings(query="computes", clients=80)
BIG = Settings(query="computes", clients=80, size=90)
SHORT = Settings(clients=100, timeout=0.2)
QUEUE = {"p99": 420.0, "per_second": 220.0, "waiting": 95}
PINNED = {"per_second": 0.0, "waiting": 3, "p99": None, "p50": None}
HALF_503 = {"refused": 300.0, "per_second": 200.0, "p99": 220.0}

Stretches = list[tuple[Settings, dict[str, Any]]]
REACHED: dict[str, Stretches] = {
    "explode": [(CALM.settings, {}), (MANY, QUEUE)],
    "early": [(CALM.settings, {}), (CALM.settings, {"leaked": 1})],
    "fewer": [(BUSY, {"per_second": 300.0}), (BIG, {"per_second": 200.0})],
    "honest": [(SHORT, HALF_503)],
    "pinned": [(ONE, {}), (ONE, PINNED | {"happened": ("slow client",)})],
    "survived": [(CALM.settings, {}), (CALM.settings, {"happened": ("restarted",)})],
}
NOT_YET: dict[str, Stretches] = {
    "explode, but with errors": [(CALM.settings, {}), (MANY, QUEUE | {"errors": 1.0})],
    "explode, but with 503": [(CALM.settings, {}), (MANY, QUEUE | {"refused": 1.0})],
    "explode, but it was never calm": [(MANY, QUEUE)],
    "explode, but it was as slow before": [(MANY, QUEUE), (replace(MANY, clients=150), QUEUE)],
    "explode, but with fewer answers": [(CALM.settings, {}), (MANY, QUEUE | {"per_second": 90.0})],
    "early, but somebody waits": [
        (CALM.settings, {}), (CALM.settings, {"leaked": 1, "waiting": 1}),
    ],
    "early, but nothing leaked": [(CALM.settings, {})],
    "fewer, but the clients changed": [
        (BUSY, {"per_second": 300.0}), (replace(BIG, clients=10), {"per_second": 200.0}),
    ],
    "fewer, but the pool is smaller": [(BIG, {"per_second": 300.0}), (BUSY, {"per_second": 200.0})],
    "fewer, but the server refused": [
        (BUSY, {"per_second": 300.0}), (BIG, {"per_second": 200.0, "refused": 9.0}),
    ],
    "honest, but they wait for long": [(replace(SHORT, timeout=9), HALF_503)],
    "honest, but nobody is served": [(SHORT, HALF_503 | {"per_second": 0.0, "p99": None})],
    "pinned, but others are served": [
        (ONE, {}), (ONE, PINNED | {"per_second": 9.0, "happened": ("slow client",)}),
    ],
    "pinned, but without a slow client": [(ONE, {}), (ONE, PINNED)],
    "pinned, but it has gone": [
        (ONE, {"happened": ("slow client",)}), (ONE, PINNED | {"happened": ("slow client gone",)}),
    ],
    "survived, but requests still fail": [
        (CALM.settings, {}), (CALM.settings, {"happened": ("restarted",), "errors": 2.0}),
    ],
    "survived, but something was turned": [
        (CALM.settings, {}), (CALM.settings, {"happened": ("restarted",)}), (Settings(size=9), {}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("key", REACHED)
def test_it_is_reached(key: str) -> None:
    assert key in newly(lasting(*REACHED[key]), {})


@pytest.mark.parametrize("key", NOT_YET)
def test_it_is_not_reached(key: str) -> None:
    assert key.partition(",")[0] not in newly(lasting(*NOT_YET[key]), {})


def test_a_deploy_is_refused_at_the_moment_it_is() -> None:
    refused = lasting((CALM.settings, {"happened": ("deploy refused",)}))
    assert "Three times 5 connections" in newly(refused[:1], {})["deploy"]
    assert "deploy" not in newly(lasting((CALM.settings, {"happened": ("deployed",)}))[:1], {})


def test_what_was_reached_is_not_asked_again() -> None:
    assert newly(lasting(*REACHED["explode"]), {"explode": "said"}) == {}


def test_each_is_tried_here() -> None:
    assert {one.key for one in EXPERIMENTS} == {*REACHED, "deploy"}
