"""The words that a verdict on a task begins with, the same in all lessons, and who hears of it."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from poollab.wall import reporting

RIGHT, NOT_YET, NOT_TRIED = "✓ Right: ", "✗ Not yet: ", "○ Not tried yet: "
NOT_ENOUGH = "○ Not tried yet, or not enough: "
"""Where the check sees no difference between a cell as it was given and a start."""


def task(name: str) -> Callable[[Any], Any]:
    """Have the room's wall, where there is one, told of the verdicts that a function returns.

    ``name`` is that of the task, such as ``03/mend``. A task that is not tried is nothing to tell.
    """

    def telling(words: str) -> str:
        if NOT_TRIED not in words and NOT_ENOUGH not in words:
            reporting.tell(name, passed=RIGHT in words)
        return words

    def decorate(check: Any) -> Any:
        @functools.wraps(check)
        def called(*args: Any, **options: Any) -> str:
            return telling(check(*args, **options))

        @functools.wraps(check)
        async def awaited(*args: Any, **options: Any) -> str:
            return telling(await check(*args, **options))

        return awaited if inspect.iscoroutinefunction(check) else called

    return decorate
