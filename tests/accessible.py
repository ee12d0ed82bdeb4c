"""What axe-core finds where people read: in the outputs of a lesson, and on pages of the site."""

from pathlib import Path
from typing import Any

import nbformat
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browsing import Jupyter, open_notebook
from nbformat.sign import NotebookNotary
from playwright.sync_api import Page, expect

WIDGETS = ".jp-OutputArea :is(.poollab-view, .poollab-question, .poollab-cards)"
WIDGET = "application/vnd.jupyter.widget-view+json"


def faults(page: Page, within: str) -> list[str]:
    """Return what axe finds in the parts of a page that a selector names, each with its HTML."""
    found = Axe().run(page, {"include": [[within]]}).response["violations"]
    return [
        f"{one['help']} ({one['id']}): {node['html']}" for one in found for node in one["nodes"]
    ]


def faults_of_outputs(done: Any, page: Page, lab: Jupyter, folder: Path) -> list[str]:
    """Return what axe finds in the outputs of a lesson that has been run, in each theme."""
    shown = nbformat.from_dict({**done, "cells": [c for c in done.cells if "-again" not in c.id]})
    saved = folder / "lesson.ipynb"
    nbformat.write(shown, saved)
    NotebookNotary().sign(shown)  # JupyterLab shows the outputs of notebooks that it trusts
    found = []
    for theme in "Light", "Dark":
        lab.choose(theme)
        opened(page, lab.address(saved), widgets(shown))
        found += [f"{theme}: {fault}" for fault in faults(page, ".jp-OutputArea")]
    return found


def opened(page: Page, address: str, count: int) -> None:
    """Open a notebook that was run, with so many widgets, as it was saved.

    Where JupyterLab draws the outputs before it has read the widgets, it is asked once more.
    """
    from_anew(page, address)
    try:
        expect(page.locator(WIDGETS)).to_have_count(count, timeout=15_000)
    except AssertionError:
        from_anew(page, address)
        expect(page.locator(WIDGETS)).to_have_count(count)


def from_anew(page: Page, address: str) -> None:
    """Open a notebook, with nothing of what was open before."""
    page.goto("about:blank")
    open_notebook(page, f"{address}&reset")


def widgets(notebook: Any) -> int:
    """Return how many widgets are shown by the outputs of a notebook."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum(WIDGET in output.get("data", {}) for output in outputs)
