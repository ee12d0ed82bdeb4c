"""What the lessons say of Python."""

import asyncio
import gc
import weakref

import pytest


@pytest.mark.says("02/turn-close-check")
def test_a_cancellation_is_no_exception() -> None:
    """`except Exception` does not catch a cancellation: only finally covers it."""
    assert not issubclass(asyncio.CancelledError, Exception)


@pytest.mark.says("02/turn-bill-check")
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
