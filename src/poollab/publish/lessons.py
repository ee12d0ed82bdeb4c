"""The lessons, run in a kernel of their own, and kept."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.kernel import NOBODY, PUBLISHING, QUIET

EXECUTED = ROOT / "build" / "lessons"
CELL_LIMIT = 180  # seconds a cell may take


def executed(lesson: Path, *, anew: bool = False) -> Any:
    """Return a lesson with its outputs: those of the last run, if it has not changed since.

    It is run otherwise, or when this is to happen ``anew``, and kept in ``build/lessons``. Its
    metadata say when that was and how many seconds it took. Raises PoolLabError when a cell fails.
    """
    import nbformat

    source = hashlib.sha256(lesson.read_bytes()).hexdigest()
    kept = EXECUTED / lesson.name
    if kept.exists() and not anew:
        notebook = nbformat.read(kept, as_version=4)
        if notebook.metadata.get("poollab", {}).get("source") == source:
            return notebook
    notebook = nbformat.read(lesson, as_version=4)
    began = time.monotonic()
    run(notebook, lesson)
    notebook.metadata["poollab"] = {
        "source": source,
        "seconds": round(time.monotonic() - began, 1),
        "run": time.strftime("%Y-%m-%d %H:%M"),
    }
    kept.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, kept)
    return notebook


def run(notebook: Any, lesson: Path) -> None:
    """Execute every cell of a notebook, with a progress bar. PoolLabError when one fails."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from tqdm import tqdm

    with tqdm(
        total=len(notebook.cells), desc=lesson.stem, unit="cell", leave=False, disable=None
    ) as bar:
        client = NotebookClient(
            notebook,
            timeout=CELL_LIMIT,
            resources={"metadata": {"path": str(lesson.parent)}},
            extra_arguments=QUIET,
            on_cell_complete=lambda cell, cell_index: bar.update(cell_index + 1 - bar.n),
        )
        try:
            client.execute(env=os.environ | NOBODY | PUBLISHING)
        except (CellExecutionError, CellTimeoutError) as error:
            what = getattr(error, "evalue", "") or str(error).strip().splitlines()[-1]
            raise PoolLabError(f"{lesson.name} did not run to its end: {what}") from error
