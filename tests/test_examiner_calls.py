"""A function of an answer, called from outside: senseless numbers go in, odd results come out."""

import asyncio
import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from poollab.examiner.app import App
from poollab.examiner.calls import Calls
from poollab.examiner.cell import calls_of
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.own import own_work
from poollab.examiner.verdict import Missed
from poollab.exercise import Result


def called(function: Callable[..., Any], *arguments: Any) -> Any:
    async def call() -> Any:
        transport = httpx.ASGITransport(app=calls_of(function))
        async with httpx.AsyncClient(transport=transport) as client:
            return await Calls(App(client, "http://inside"), "function").call(*arguments)

    return asyncio.run(call())


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_function_gets_numbers_that_are_none(value: float) -> None:
    assert called(math.isfinite, value) is False
    assert called(lambda given: given, value) == repr(value)


@pytest.mark.parametrize("value", [3, 0.1, None, "text", [1, 2], True])
def test_what_json_can_say_comes_back_as_it_is(value: object) -> None:
    assert called(lambda: value) == value


def test_an_error_comes_back_with_all_its_kinds() -> None:
    kinds, words = called(lambda: math.factorial(-1))
    assert "ValueError" in kinds and "Exception" in kinds
    assert words.startswith("ValueError: ")


def test_an_async_def_is_no_function_to_call() -> None:
    async def function() -> int:
        return 1

    kinds, words = called(function)
    assert kinds == ("Coroutine",) and "async def" in words


@pytest.mark.parametrize(
    "source",
    [
        "import poollab.queueing",
        "from poollab import draw, queueing as q",
        "from poollab.queueing import *",
        "def f():\n    from poollab.queueing import erlang_c",
        "import poollab\nf = poollab.queueing.erlang_c",
        "import importlib\nq = importlib.import_module('poollab.queueing')",
        "import poollab as p\nf = getattr(p, 'queueing').erlang_c",
        "import poollab.draw\np = poollab\nf = p.queueing.erlang_c",
        "import sys\nf = sys.modules['poollab.queueing'].erlang_c",
        "from poollab.examiner.sizing import averages as course\nf = course.queueing.erlang_c",
    ],
)
def test_an_answer_that_uses_the_formulas_of_the_course(source: str) -> None:
    with pytest.raises(Missed, match="your own"):
        own_work(cast(Examination, SimpleNamespace(source=source)))


@pytest.mark.parametrize(
    "source",
    [
        "import math, queue",
        "'not poollab.queueing'",
        "queueing = 1",
        "def f(:",
        "class A:\n    def __init__(self):\n        self.queueing = 1",
        "from mine import queueing\nqueueing.f()",
        "from poollab import draw\nqueueing = draw",
    ],
)
def test_an_answer_that_does_not(source: str) -> None:
    own_work(cast(Examination, SimpleNamespace(source=source)))


def test_a_check_without_an_answer_shows_no_tick() -> None:
    assert "✓" not in Result("sizing/little", {"points": 0.0, "of": 0.0})._repr_html_()
    assert "✓" in Result("sizing/little", {"points": 2.0, "of": 2.0})._repr_html_()
