"""The formulas against published values, and what they refuse."""

import math
from typing import Any

import pytest

from poollab import queueing
from poollab.errors import PoolLabError

# (arrivals a second, services a second, connections, mean queue, mean time in the system): the
# values that the tests of Octave's package queueing expect of qsmmm.
OCTAVE = [(9, 5, 2, 7.674, 1.053), (9, 5, 4, 0.105, 0.212)]


@pytest.mark.parametrize(("arrivals", "services", "connections", "queue", "response"), OCTAVE)
def test_the_mean_wait_is_as_published(
    arrivals: float, services: float, connections: int, queue: float, response: float
) -> None:
    wait = queueing.mean_wait(arrivals, 1 / services, connections)
    assert queueing.littles_law(arrivals, wait) == pytest.approx(queue, abs=0.0006)
    assert wait + 1 / services == pytest.approx(response, abs=0.0006)


@pytest.mark.parametrize(
    ("busy", "connections", "waits"), [(2, 3, 4 / 9), (1, 2, 1 / 3), (0.7, 1, 0.7), (0, 5, 0)]
)
def test_erlang_c_has_its_closed_forms(busy: float, connections: int, waits: float) -> None:
    assert queueing.erlang_c(busy / 4, 4, connections) == pytest.approx(waits)


def test_erlang_c_stays_a_number_where_factorials_would_not() -> None:
    assert 0 < queueing.erlang_c(990, 1, 1000) < 1


def test_more_work_than_connections() -> None:
    with pytest.raises(PoolLabError, match="the queue grows for ever"):
        queueing.erlang_c(30, 0.1, 3)


@pytest.mark.parametrize(("tasks", "each", "bound"), [(3, 2, 4), (1, 1, 1), (8, 3, 17), (5, 1, 1)])
def test_the_deadlock_bound(tasks: int, each: int, bound: int) -> None:
    assert queueing.deadlock_bound(tasks, each) == bound


def test_the_budget_is_halved_by_a_rolling_deploy() -> None:
    assert queueing.budget(100, 3, 4, 2) == 12
    assert queueing.budget(100, 3, 4, 2, rolling=True) == 6
    assert queueing.budget(100, 0, 4, 25) == 1
    with pytest.raises(PoolLabError, match="too few for 200 pools"):
        queueing.budget(100, 0, 4, 25, rolling=True)


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, "3", None, True])
def test_what_is_no_rate(value: Any) -> None:
    with pytest.raises(PoolLabError, match="per_second must be a number from 0 up"):
        queueing.littles_law(value, 1)


@pytest.mark.parametrize("value", [0, -1, 2.5, "3", None, True])
def test_what_is_no_count(value: Any) -> None:
    with pytest.raises(PoolLabError, match="connections must be a whole number from 1 up"):
        queueing.erlang_c(1, 0.1, value)
    with pytest.raises(PoolLabError, match="tasks must be a whole number from 1 up"):
        queueing.deadlock_bound(value, 1)
    with pytest.raises(PoolLabError, match="workers must be a whole number from 1 up"):
        queueing.budget(100, 0, 1, value)
