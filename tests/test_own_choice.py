"""A lesson and an exercise that are told nothing of a server take the one that is there."""

import nbformat
from conftest import ENGINE_PROBLEM
from lessons import read, run, said

FOUND = "from the embedded package" if ENGINE_PROBLEM else "in a container"


def test_a_lesson() -> None:
    assert FOUND in said(run(read(1), kind=""))["start"]


def test_an_exercise() -> None:
    cells = ["from poollab.exercise import start", "db = start()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    assert FOUND in notebook_said(run(notebook, kind=""))


def notebook_said(notebook: nbformat.NotebookNode) -> str:
    """Return what a notebook's last cell printed."""
    return "".join(said(notebook).values())
