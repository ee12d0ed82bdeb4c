"""Questions, quizzes and cards on a page of the site: asked and answered there, with no kernel."""

import json
from html import escape
from importlib.resources import files
from typing import Any

import nbformat

from poollab.page import PAGE
from poollab.predict.on_page import ELEMENT, MEASURED

_FILES = files("poollab.predict")


def ask(notebook: Any) -> None:
    """Have the questions of a lesson that was run asked on its page.

    What was measured after a guess is told to its question, and covered until that is answered.
    What stands in for them stays: in print, and without JavaScript, the page is what it was.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    asked = {told["key"]: place for place, told in _taken(cells, ELEMENT)}
    found = {told["key"]: (place, told) for place, told in _taken(cells, MEASURED)}
    for key, (place, _) in found.items():
        for cell in cells[asked.get(key, place) + 1 : place + 1]:
            if cell.outputs and not any(_is_element(output) for output in cell.outputs):
                _cover(cell, key)
    for cell in cells:
        cell.outputs = [output for output in cell.outputs if MEASURED not in output.get("data", {})]
        for output in filter(_is_element, cell.outputs):
            told = output.data.pop(ELEMENT)
            if told["key"] in found:
                told["measured"] = found[told["key"]][1]
            output.data["text/html"] = _element(told) + output.data["text/html"]


def script() -> str:
    """Return what a page runs: the widgets of the notebook, and what is in the kernel's place."""
    parts = [PAGE, _text("page.js"), _module("question"), _module("cards"), _text("on_page.js")]
    return "(() => {\n" + "\n".join(parts) + "})();\n"


def style() -> str:
    """Return the style of questions and cards on a page."""
    return _text("predict.css") + _text("on_page.css")


def _taken(cells: list[Any], mime: str) -> list[tuple[int, dict[str, Any]]]:
    """Return what the outputs of cells hold in such a form, with the places of the cells."""
    return [
        (place, output.data[mime])
        for place, cell in enumerate(cells)
        for output in cell.outputs
        if mime in output.get("data", {})
    ]


def _is_element(output: Any) -> bool:
    return ELEMENT in output.get("data", {})


def _element(told: dict[str, Any]) -> str:
    """Return an element of ``on_page.js``."""
    name = told["element"]
    return f'<{name} data-told="{escape(json.dumps(told))}"></{name}>'


def _cover(cell: Any, key: str) -> None:
    """Have the outputs of a cell covered as long as a question is open."""
    cell.metadata.setdefault("tags", []).append(f"covered-{key.replace('/', '-')}")
    html = f'<poollab-cover data-key="{escape(key)}"></poollab-cover>'
    cell.outputs.insert(0, nbformat.v4.new_output("display_data", {"text/html": html}))


def _module(name: str) -> str:
    """Return a widget's script as a value of its name."""
    text = _text(f"{name}.js").replace("export default {", "return {")
    return f"const {name} = (() => {{\n{text}}})();"


def _text(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")
