"""Waiting for a condition: the limit counts only on the failing path."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], what: str = "", limit: float = 30) -> None:
    """Return as soon as the condition holds; fail naming ``what`` after ``limit`` seconds."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {limit:.0f} s: {what or 'this never came true'}")
        time.sleep(0.01)
