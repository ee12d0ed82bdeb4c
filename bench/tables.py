"""Figures as tables that read well in a terminal and in Markdown."""

from collections.abc import Sequence
from statistics import median, quantiles

Row = Sequence[str]


def table(title: str, head: Row, rows: Sequence[Row], note: str = "") -> str:
    """Return an aligned Markdown table; the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = [
        "-" * (width - 1) + (":" if place else "-")
        for place, width in enumerate(widths)
    ]  # fmt: skip
    lines = [
        "| "
        + " | ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in (head, rule, *rows)
    ]
    return "\n".join([f"### {title}", "", *lines, *(["", note] if note else [])])


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return the ratio of each pair of neighbouring runs."""
    return [a / b for a, b in zip(above, below, strict=True)]


def middle(values: Sequence[float], digits: int = 2) -> str:
    """Return the median."""
    return f"{median(values):,.{digits}f}"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return the smallest and the largest value."""
    return f"{min(values):,.{digits}f} to {max(values):,.{digits}f}"


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the values that a quarter is below, and above."""
    if len(values) == 1:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def of_pairs(values: Sequence[float], digits: int = 2) -> Row:
    """Return three cells on the ratios of pairs: how many, the median, the quartiles."""
    low, high = quartiles(values)
    return str(len(values)), middle(values, digits), f"{low:.{digits}f} to {high:.{digits}f}"


OF_PAIRS: Row = ("pairs", "median", "quartiles")


def at_least(target: float, values: Sequence[float]) -> Row:
    """Return the two cells on a target that is to be reached, half of the values decide."""
    low, high = quartiles(values)
    return f">= {target:g}", UNSURE if low < target <= high else verdict(low >= target)


def at_most(target: float, values: Sequence[float], unit: str = "") -> Row:
    """Return the two cells on a target that is not to be exceeded, half of the values decide."""
    low, high = quartiles(values)
    return f"<= {target:g}{unit}", UNSURE if low <= target < high else verdict(high <= target)


UNSURE = "can't tell at this noise"


def verdict(met: bool) -> str:
    """Return the word on a target."""
    return "met" if met else "MISSED"


NO_TARGET: Row = ("", "")
