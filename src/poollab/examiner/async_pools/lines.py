"""The lines of a streamed list of orders: all there, in order, and fetched page by page."""

import re
from collections import Counter

import httpx

from poollab.examiner.async_pools.reading import LONG
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

PAGE = 5  # orders, at most
TAG = re.compile(r", query (\d+)$")
"""The end of a dish, as the examiner's view says it: which query has asked for it."""


def plain(response: httpx.Response) -> None:
    """See that the stream passes for nothing but plain text. Raises Missed."""
    if (kind := response.headers.get("content-type", "text/plain")).split(";")[0] != "text/plain":
        raise Missed(f"GET /orders: expected the content type of plain text, seen {kind!r}.")


def small(tags: list[int]) -> None:
    """See that no query has fetched more than a page. Raises Missed."""
    if (most := max(Counter(filter(None, tags)).values(), default=0)) > PAGE:
        raise Missed(
            f"GET /orders: expected {PAGE} orders at most from each query, seen {most} from one. "
            "How many orders has a page?"
        )


def all_there(exam: Examination, seen: list[str], today: str) -> None:
    """See that these are the lines of all orders, of before or of today. Raises Missed."""
    if len(seen) != len(exam.orders):
        raise Missed(f"GET /orders, lines: expected {len(exam.orders)}, seen {len(seen)}.")
    for line, number in zip(seen, sorted(exam.orders), strict=True):
        first = "x" * LONG if number == 1 else f"dish {number}"
        if line not in (f"{number} {first}", f"{number} {today}"):
            raise Missed(
                f"GET /orders, line {number}: expected {f'{number} {first}'[:20]!r}, "
                f"seen {line[:20]!r}."
            )
