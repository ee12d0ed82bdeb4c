"""What runs in the browser: the files beside this one, joined to the one module a widget takes.

A page that replays recordings has ``SCRIPT`` and ``RECORDED``, and draws with the same.
"""

from importlib.resources import files

from poollab.page import PAGE

PARTS = ("page.js", "numbers.js", "marks.js", "line.js", "strip.js", "player.js", "view.js")
"""In this order; each uses what stands in those before it."""

_HERE = files(__package__)

SCRIPT = "\n".join([PAGE, *((_HERE / name).read_text(encoding="utf-8") for name in PARTS)])
ESM = f"{SCRIPT}\nexport default {{ render }};\n"
CSS = (_HERE / "view.css").read_text(encoding="utf-8")
RECORDED = (_HERE / "recorded.js").read_text(encoding="utf-8")
"""What stands in for a kernel there."""
