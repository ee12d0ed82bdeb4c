"""The bench: neighbours change places, noise is not taken for a cost, and none is made."""

import subprocess
import sys
from functools import partial
from typing import NoReturn

import pytest
from tqdm import tqdm

from bench.rounds import Rounds
from bench.tables import UNSURE, at_least, at_most, of_pairs
from bench.watching import kernel
from poollab.environment import ROOT


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([0.97, 0.98, 0.99, 1.0], "met", "MISSED"),
        ([0.5, 0.97, 0.98, 0.99, 1.0], "met", "MISSED"),
        ([0.80, 0.84, 0.88, 0.90], "MISSED", "met"),
        ([0.80, 0.90, 0.97, 1.01], UNSURE, UNSURE),
        ([0.96], "met", "MISSED"),
        ([0.95, 0.95], "met", "met"),
    ],
)
def test_the_quartiles_decide_whether_a_target_is_met(
    values: list[float], low: str, high: str
) -> None:
    assert at_least(0.95, values) == (">= 0.95", low)
    assert at_most(0.95, values, " s") == ("<= 0.95 s", high)


def test_a_ratio_comes_with_its_pairs_and_their_quartiles() -> None:
    assert of_pairs([1, 2, 3, 4, 5]) == ("5", "3.00", "2.00 to 4.00")
    assert of_pairs([1.5], digits=1) == ("1", "1.5", "1.5 to 1.5")


def test_in_pairs_nobody_always_comes_first() -> None:
    bar: tqdm[NoReturn] = tqdm(disable=True)
    seen: list[str] = []
    found = Rounds(2, 1, bar).pairs({name: partial(seen.append, name) for name in "AB"})
    assert "".join(seen) == "ABBAABBA"
    assert {name: len(values) for name, values in found.items()} == {"A": 4, "B": 4}


def test_the_kernel_that_watches_measures_and_writes_nothing_to_stderr(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with kernel() as within:
        assert within.call("watched.rate('shown', 1, 0.1)") > 0
    assert capfd.readouterr().err == ""


@pytest.mark.soak
def test_the_whole_bench_writes_nothing_to_stderr() -> None:
    command = [sys.executable, "-m", "bench", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
