"""Half the work for a small machine, in all rooms: what ``POOLLAB_SMALL`` asks for."""

import os
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def is_small() -> bool:
    """Return whether ``POOLLAB_SMALL`` is set to anything but nothing or 0."""
    return os.environ.get("POOLLAB_SMALL", "0") not in ("", "0")


def shorter(seconds: float) -> float:
    """Return the seconds to measure for: half of them on a small machine."""
    return seconds / 2 if is_small() else seconds


def fewer(items: Sequence[Item]) -> list[Item]:
    """Return the items to measure: on a small machine every other one, the last included."""
    return list(items[::-2][::-1]) if is_small() else list(items)
