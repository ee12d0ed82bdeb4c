"""Figures as tables that read well in a terminal and in Markdown."""

from collections.abc import Sequence
from statistics import median

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


def at_least(target: float, value: float) -> Row:
    """Return the two cells on a target that is to be reached."""
    return f">= {target:g}", "met" if value >= target else "MISSED"


def at_most(target: float, value: float, unit: str = "") -> Row:
    """Return the two cells on a target that is not to be exceeded."""
    return f"<= {target:g}{unit}", "met" if value <= target else "MISSED"


NO_TARGET: Row = ("", "")
