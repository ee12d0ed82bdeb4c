"""The pauses between looks at what should come: short at first, then longer.

What comes, comes soon, and is seen at once; what does not come is looked for a few times a second,
until it is given up. So answers that are examined at once leave each other the processor.
"""

from collections.abc import Iterator
from itertools import islice

FIRST, LONGEST = 0.01, 0.1  # seconds
GROWS = 1.25
LOOKS = 60  # so often an app is asked until what should be is so: it has had a turn each time


def pauses() -> Iterator[float]:
    """Yield the seconds of one pause after another, without an end."""
    pause = FIRST
    while True:
        yield pause
        pause = min(GROWS * pause, LONGEST)


def looks() -> Iterator[float]:
    """Yield the pauses after so many looks at what an app says."""
    return islice(pauses(), LOOKS)
