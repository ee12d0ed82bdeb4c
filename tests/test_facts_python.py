"""What the lessons say of Python itself."""

import asyncio
import threading

import pytest

pytestmark = pytest.mark.anyio


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


@pytest.mark.says("05/mended-why")
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
