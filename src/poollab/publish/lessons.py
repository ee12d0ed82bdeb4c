"""The lessons, run in a kernel of their own, and kept."""

import os
import time
from pathlib import Path
from typing import Any

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.kernel import NOBODY, PUBLISHING, QUIET
from poollab.publish import history, machine, uses

EXECUTED = ROOT / "build" / "lessons"
CELL_LIMIT = 180  # seconds a cell may take


def executed(lesson: Path, *, anew: bool = False) -> Any:
    """Return a lesson with its outputs: of the last run, if nothing it uses has changed since.

    It is run otherwise, or when this is to happen ``anew``, and kept in ``build/lessons``; what the
    last runs printed is kept beside it. Its metadata say when and on what machine that was, and how
    many seconds it took. Raises PoolLabError when a cell fails.
    """
    import nbformat

    if not anew and (notebook := kept(lesson)):
        return notebook
    notebook = nbformat.read(lesson, as_version=4)
    source, began = uses.digest(lesson), time.monotonic()
    run(notebook, lesson)
    notebook.metadata["poollab"] = {
        "source": source,
        "seconds": round(time.monotonic() - began, 1),
        "run": time.strftime("%Y-%m-%d %H:%M"),
        "machine": machine.here(),
    }
    EXECUTED.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, EXECUTED / lesson.name)
    if lesson.name[:2].isdigit():
        history.keep(kept_runs(int(lesson.name[:2])), notebook)
    return notebook


def kept(lesson: Path) -> Any | None:
    """Return a lesson as it was run last; None if it was not, or something it uses has changed."""
    import nbformat

    if not (EXECUTED / lesson.name).exists():
        return None
    notebook = nbformat.read(EXECUTED / lesson.name, as_version=4)
    source = notebook.metadata.get("poollab", {}).get("source")
    return notebook if source == uses.digest(lesson) else None


def kept_runs(number: int) -> Path:
    """Return the folder of what the last runs of a lesson printed."""
    return EXECUTED / "history" / f"{number:02}"


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
