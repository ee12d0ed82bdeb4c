"""The form of a page: a lesson for somebody who reads it, and has no kernel to run it."""

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any

import nbformat

from poollab.course import title
from poollab.publish.replays import PLACE

LONG, SHOWN = 30, 16
"""Where more than ``LONG`` lines were printed, so many are in view, and the rest is folded."""

TURN = re.compile(r"^## Your turn.*$", re.MULTILINE)
CHECK = re.compile(r"# Check of task ")
RUN_ME = re.compile(
    r"# (.+?)(?:, in a fresh kernel,?(?: too)?)?([?]|[:.]?) run me\b.*", re.IGNORECASE
)
SENTENCES = re.compile(r"(?<=[.?!)*])(?<!\d\.\*\*) (?=[A-Z*(`])")
NO_PAGE = re.compile(
    r"Shift\+|fresh kernel|changes nothing\.|\?\?` in a cell"
    r"|\b[Rr]un (?:the|this|that) (?:folded )?cells?\b|[Bb]egin with the next cell"
    r"|first run those|All of them take|[Oo]pen the link"
)
"""In a sentence that only somebody who runs the notebook can follow."""
RUN = '<a href="index.html#run">{}</a>'
"""A link to where the front page says how one runs the course."""
OUTSIDE = re.compile(r"\[([^]]+)\]\(\.\./[^)]*\)")
"""A link to a file that is no page."""


def form(notebook: Any) -> None:
    """Give a lesson that was run the form of a page.

    Harness code is folded, with its output in view. Long outputs are cut, the rest is folded. A
    task says that it needs the notebook, and its check is left out, as are the sentences that only
    somebody who runs the notebook can follow; of a link to what is no page the words are left.
    """
    name = title(notebook)
    notebook.cells = [cell for cell in notebook.cells if not CHECK.match(cell.source)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = TURN.sub(lambda head: f"{head[0]}\n\n{needs(name)}", told(cell.source))
        elif cell.cell_type == "code":
            cell.outputs = [cut(output) for output in cell.outputs]
            if cell.metadata.get("jupyter", {}).get("source_hidden"):
                fold(cell)
    head = next(cell for cell in notebook.cells if cell.source.startswith("# "))
    head.source = head.source.replace("\n", f"\n\n{about(notebook)}\n", 1)


def about(notebook: Any) -> str:
    """Return what a page says of itself below its title."""
    day = notebook.metadata.get("poollab", {}).get("run", "")[:10]
    views = "Each view of a pool is the recording itself: play it, or point at a connection. "
    return (
        f"*Run on {day}, on a real PostgreSQL. {views if has_replay(notebook) else ''}"
        f"To measure for yourself, {RUN.format('run the notebook')}.*"
    )


def needs(name: str) -> str:
    """Return what stands above the tasks of a lesson: that they need the notebook, and how."""
    return (
        "```{admonition} This part needs the notebook\n:class: poollab-turn\n"
        "There a check looks at what you write, on a real server. In\n"
        f"{RUN.format('a copy of the course')} one command sets up all it needs and opens it:\n"
        f"`make lab`. Then choose *{name}*.\n```"
    )


def told(text: str) -> str:
    """Return Markdown without what only somebody who runs the notebook can follow."""
    return "\n".join(_lines(OUTSIDE.sub(r"\1", text)))


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that are left."""
    for line in text.split("\n"):
        if not NO_PAGE.search(line) or line.startswith("<"):
            yield line
        elif left := " ".join(s for s in SENTENCES.split(line) if not NO_PAGE.search(s)):
            yield left


def fold(cell: Any) -> None:
    """Fold the code of a cell; what it does stands in its first line, and then in the fold."""
    first, _, rest = cell.source.partition("\n")
    if found := RUN_ME.fullmatch(first):
        what = found[1] + found[2].replace(":", "")
        cell.source = rest.lstrip("\n")
        cell.metadata["mystnb"] = {
            "code_prompt_show": f"Code: {what}",
            "code_prompt_hide": f"Code: {what}",
        }
    cell.metadata.setdefault("tags", []).append("hide-input")


def cut(output: Any) -> Any:
    """Return an output; of printed lines that are too many the first, and the rest folded."""
    lines = output.get("text", "").splitlines()
    if len(lines) <= LONG:
        return output
    first, rest = ("\n".join(lines[:SHOWN]), "\n".join(lines[SHOWN:]))
    html = (
        f'<div class="poollab-cut"><pre>{escape(first)}</pre>'
        f"<details><summary>{len(lines) - SHOWN} lines more</summary>"
        f"<pre>{escape(rest)}</pre></details></div>"
    )
    return nbformat.v4.new_output("display_data", {"text/html": html})


def has_replay(notebook: Any) -> bool:
    """Say whether a recording is replayed on the page."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return any(PLACE in output.get("data", {}).get("text/html", "") for output in outputs)


def style() -> str:
    """Return the style of the pages."""
    return (files(__package__) / "reading.css").read_text(encoding="utf-8")
