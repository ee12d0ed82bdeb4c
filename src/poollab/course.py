"""Which lessons there are and which appendices, and what a notebook says of itself in its head."""

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
TASKS = {
    "01": ("ask", "count"),
    "02": ("close", "bill", "count"),
    "03": ("mend", "count"),
    "04": ("bakery", "stand", "budget"),
    "05": ("report", "cancel"),
    "06": ("engine", "reset"),
    "07": ("mend", "alert"),
    "leaks": ("early_return", "error", "http_exception", "stream", "background", "cancelled",
              "idle_in_transaction", "monitor"),
    "sizing": ("little", "waiting", "mean_wait", "deadlock", "budget", "service", "busy"),
    "async_pools": ("lifespan", "off_the_loop", "bounded", "one_each", "fan_out", "cancelled",
                    "pages", "recover"),
}  # fmt: skip
"""The tasks of each lesson and assignment, in the order in which they are set."""
APPENDIX = "what-does-this-error-mean"
GLOSSARY = "glossary"


def lessons(root: Path) -> list[Path]:
    """Return where the lessons of the course at ``root`` are, in their order."""
    return [root / "notebooks" / f"{name}.ipynb" for name in LESSONS]


def appendix(root: Path) -> Path:
    """Return where the page of error messages of the course at ``root`` is."""
    return root / "notebooks" / f"{APPENDIX}.ipynb"


def glossary(root: Path) -> Path:
    """Return where the page of words of the course at ``root`` is."""
    return root / "notebooks" / f"{GLOSSARY}.ipynb"


def anchor(heading: str) -> str:
    """Return the anchor of a heading in a notebook, in JupyterLab and on the site."""
    return heading.replace(" ", "-")


def head(notebook: Any) -> str:
    """Return the cell that has the title; empty where somebody has removed it."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return next((str(text) for text in texts if text.startswith("# ")), "")


def title(notebook: Any) -> str:
    """Return the title."""
    return head(notebook).partition("\n")[0].removeprefix("# ").strip()


def minutes(notebook: Any) -> str:
    """Return how many minutes it takes."""
    found = re.search(r"\*\*(\d+) minutes", head(notebook))
    return found[1] if found else ""


def needs(notebook: Any) -> str:
    """Return the first sentence of what one needs for it."""
    found = re.search(r"\*You need:\* (.+?)\.", head(notebook))
    return found[1] if found else ""
