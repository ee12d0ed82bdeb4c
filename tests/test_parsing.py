"""Sources that several threads read at once."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from poollab.examiner.parsing import parse

SOURCE = "def f(a):\n" + "    a = [a, (a + 1) * [x for x in range(a)][0]]\n" * 100


@pytest.fixture
def often() -> Iterator[None]:
    """Collect garbage often, and let another thread go on each time."""

    def give_way(*_: object) -> None:
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(give_way)
    gc.set_threshold(5)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(give_way)


@pytest.mark.usefixtures("often")
def test_threads_that_parse_at_once_get_their_trees() -> None:
    """CPython 3.11 fails without a lock; later ones collect no garbage in the middle of a tree."""
    with ThreadPoolExecutor(4) as executor:
        trees = list(executor.map(parse, [SOURCE] * 20))
    assert {len(tree.body) for tree in trees} == {1}
