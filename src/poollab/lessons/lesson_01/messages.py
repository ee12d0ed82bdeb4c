"""A recorded conversation as a list, out of the way until it is opened."""

import re
from collections.abc import Iterable
from html import escape

from IPython.display import display

from poollab.wire import Conversation

HEADINGS = "after", "direction", "message", "length", "content"


def list_messages(talk: Conversation) -> None:
    """Show a row for each message, to be opened by a click or a key; all as text elsewhere."""
    summary = f"All {len(talk.messages)} messages, until the connection is closed"
    lines = [re.split(" {2,}", line.strip()) for line in str(talk).splitlines()]
    rows = [_row("td", [*line, "", "", ""][: len(HEADINGS)]) for line in lines]
    table = "".join([_row("th", HEADINGS), *rows])
    page = f"<details><summary>{summary}</summary><table>{table}</table></details>"
    display({"text/html": page, "text/plain": str(talk)}, raw=True)


def _row(tag: str, cells: Iterable[str]) -> str:
    """Return a row of a table, its cells at the left: JupyterLab has them at the right."""
    side = "text-align: left"
    inside = "".join(f'<{tag} style="{side}">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{inside}</tr>"
