"""What the widgets of all rooms share in the browser: ``page.js``, before a widget's own script."""

from importlib.resources import files

PAGE = (files(__package__) / "page.js").read_text(encoding="utf-8")
