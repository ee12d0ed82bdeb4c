"""Notebooks are committed bare, and every cell keeps an id of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import ValidationError, reader
from nbformat.validator import iter_validate

STRIP = ["-m", "nbstripout", "--keep-id"]  # as the pre-commit hook does


def check(root: Path, files: list[Path]) -> list[str]:
    """Return findings about outputs left in, broken notebooks, and cells without an id."""
    paths = [path for path in files if path.suffix == ".ipynb"]
    found = [
        f"{path.as_posix()}:{line}: {message}"
        for path in paths
        for line, message in problems((root / path).read_text(encoding="utf-8"))
    ]
    if found or are_bare(root, paths):
        return found
    return [
        f"{path.as_posix()}:1: outputs, counts or traces of a run: "
        f"run `poollab run nbstripout --keep-id {path.as_posix()}`"
        for path in paths
        if not are_bare(root, [path])
    ]


def problems(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the message of what is wrong with a notebook's form."""
    try:
        notebook = reader.reads(text)  # nbformat.reads would mend ids on the way
    except (reader.NotJSONError, ValidationError):
        yield 1, "not a notebook"
        return
    for error in iter_validate(notebook):
        yield 1, f"not a valid notebook: {error.message}"
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        yield 1, "cells have no ids before format 4.5: save it in JupyterLab"
    seen = set()
    for cell in notebook.get("cells", []):
        name = cell.get("id")
        if name in seen:
            again = text.rindex(f'"{name}"')
            yield text.count("\n", 0, again) + 1, f"a second cell with the id {name}"
        seen.add(name)


def are_bare(root: Path, paths: list[Path]) -> bool:
    """Return whether nbstripout has nothing to strip."""
    command = [sys.executable, *STRIP, "--verify", *map(str, paths)]
    done = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0
