"""A recorded conversation as a list, out of the way until it is opened."""

from html import escape

from IPython.display import display

from poollab.wire import Conversation


def list_messages(talk: Conversation) -> None:
    """Show a line for each message, to be opened by a click or a key; all as text elsewhere."""
    summary = f"All {len(talk.messages)} messages, until the connection is closed"
    page = f"<details><summary>{summary}</summary><pre>{escape(str(talk))}</pre></details>"
    display({"text/html": page, "text/plain": str(talk)}, raw=True)
