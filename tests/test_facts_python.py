"""What the lessons say of Python."""

import asyncio
import contextlib
import gc
import threading
import weakref
from collections.abc import AsyncIterator

import pytest

pytestmark = pytest.mark.anyio


@pytest.mark.says("02/turn-close-check", "glossary/cancellation")
def test_a_cancellation_is_no_exception() -> None:
    """`except Exception` does not catch a cancellation: only finally covers it."""
    assert not issubclass(asyncio.CancelledError, Exception)


@pytest.mark.says("glossary/AsyncExitStack")
async def test_a_stack_ends_what_has_entered_it() -> None:
    """An AsyncExitStack ends all that entered it, the last first, also after an error."""
    ended = list[int]()

    @contextlib.asynccontextmanager
    async def lent(number: int) -> AsyncIterator[None]:
        try:
            yield
        finally:
            ended.append(number)

    with pytest.raises(LookupError):
        async with contextlib.AsyncExitStack() as stack:
            for number in 1, 2, 3:
                await stack.enter_async_context(lent(number))
            raise LookupError
    assert ended == [3, 2, 1]


@pytest.mark.says("02/turn-bill-check", "05/behind-why")
@pytest.mark.anyio
async def test_a_task_that_nobody_holds_may_vanish() -> None:
    """A task to which nobody keeps a reference may vanish before it is done."""

    async def printing() -> None:
        await asyncio.get_running_loop().create_future()

    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # it complains of the loss
    task = weakref.ref(asyncio.create_task(printing()))
    await asyncio.sleep(0)
    gc.collect()
    assert task() is None


@pytest.mark.says("05/mended-why")
async def test_a_timeout_only_stops_the_waiting_for_a_thread() -> None:
    """What runs in a thread is not cancelled: a timeout only stops the waiting for it."""
    go, done = threading.Event(), threading.Event()

    def query() -> None:
        go.wait(10)
        done.set()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await asyncio.to_thread(query)
    assert not done.is_set()
    go.set()
    assert done.wait(10)


@pytest.mark.says("05/share-why", "05/cancel-text")
async def test_a_task_group_cancels_the_others() -> None:
    """A ``TaskGroup`` in which a task failed cancels the others."""
    waiting = asyncio.Event()

    async def fail() -> None:
        await waiting.wait()
        raise ValueError

    async def wait() -> None:
        waiting.set()
        await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup):
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(fail())
            other = group.create_task(wait())
    assert other.cancelled()


@pytest.mark.says("05/share-why")
async def test_gather_lets_the_others_run_on() -> None:
    """When a task fails, ``gather`` lets the others run on."""
    go = asyncio.Event()

    async def fail() -> None:
        raise ValueError

    other = asyncio.create_task(go.wait())
    with pytest.raises(ValueError):
        await asyncio.gather(fail(), other)
    go.set()
    async with asyncio.timeout(10):
        assert await other
