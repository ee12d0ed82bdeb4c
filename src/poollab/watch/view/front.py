"""What runs in the browser: the files beside this one, joined to the one module a widget takes."""

from importlib.resources import files

from poollab.page import PAGE

PARTS = ("page.js", "numbers.js", "marks.js", "line.js", "strip.js", "player.js", "view.js")
"""In this order; each uses what stands in those before it."""

_HERE = files(__package__)

ESM = "\n".join([PAGE, *((_HERE / name).read_text(encoding="utf-8") for name in PARTS)])
CSS = (_HERE / "view.css").read_text(encoding="utf-8")
