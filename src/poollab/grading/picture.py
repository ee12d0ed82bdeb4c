"""The points of a class as a picture: how many submissions have how many."""

import math
from collections import Counter
from pathlib import Path
from statistics import median

from poollab import draw
from poollab.errors import PoolLabError
from poollab.grading.result import Result
from poollab.grading.summary import kind, submissions
from poollab.plain import number


def picture(results: list[Result], path: Path) -> draw.Picture:
    """Write the distribution of points as a PNG image; return it with its text in words.

    What can't be read is left out. Raises PoolLabError where nothing is left.
    """
    read = [one for one in results if kind(one) != "unreadable"]
    if not read:
        raise PoolLabError("There is no picture of the points: no submission could be read.")
    points, of = [one.points for one in read], max(one.of for one in read)
    half = f"half of {submissions(len(read))} have {number(median(points))} of {number(of)} points"
    made = draw.columns(
        bins(points, of), title=f"{read[0].assignment}: {half} or more",
        x="points", y="submissions",
    )  # fmt: skip
    path.write_bytes(made.png)
    return made


def bins(points: list[float], of: float) -> dict[str, int]:
    """Return how many there are in each of about ten ranges; all points are one of their own."""
    width = max(1, math.ceil(of / 10))
    starts = range(0, math.floor(of) + 1, width)
    ends = [min(start + width - 1, math.floor(of)) for start in starts]
    labels = [f"{a}\u2013{b}" if a < b else f"{a}" for a, b in zip(starts, ends, strict=True)]
    found = Counter(int(one // width) for one in points)
    return {label: found[at] for at, label in enumerate(labels)}
