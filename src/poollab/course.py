"""Which lessons there are, and what the first cell of a lesson or an assignment says of it."""

import re
from pathlib import Path
from typing import Any

LESSONS = (
    "01-what-a-connection-is",
    "02-how-fastapi-talks-to-a-database",
    "03-what-pooling-is",
    "04-configuring-pools",
    "05-pooling-with-async-calls",
    "06-inside-the-pool",
    "07-pitfalls-and-tuning",
)


def lessons(root: Path) -> list[Path]:
    """Return where the lessons of the course at ``root`` are, in their order."""
    return [root / "notebooks" / f"{name}.ipynb" for name in LESSONS]


def title(notebook: Any) -> str:
    """Return a lesson's title, as its first line has it."""
    return str(notebook.cells[0].source.splitlines()[0].lstrip("# "))


def minutes(notebook: Any) -> str:
    """Return how many minutes it takes, as its first cell says; empty when it does not."""
    found = re.search(r"\*\*(\d+) minutes", notebook.cells[0].source)
    return found[1] if found else ""


def needs(notebook: Any) -> str:
    """Return the first sentence of what one needs for it; empty when there is none."""
    found = re.search(r"\*You need:\* (.+?)\.", notebook.cells[0].source)
    return found[1] if found else ""
