"""What the last runs of a lesson printed, and how far their figures lie apart."""

import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

KEPT = 10  # runs of each lesson
# In brackets, and behind these words, stands whose number it is, not how much of something.
FIGURE = re.compile(
    r"\[.*?\]|\{.*?\}|\b(?:backend|pid|port|process|worker) \d+|(?<![\w.])(\d[\d,]*(?:\.\d+)?)"
)


class Run(NamedTuple):
    """One run of a lesson."""

    machine: str
    """Where it ran."""
    printed: dict[str, list[str]]
    """By the id of a cell: the lines that it printed."""


def keep(folder: Path, notebook: Any) -> None:
    """Keep in a folder what the cells of a lesson printed that was just run.

    Of the runs before, the last are kept.
    """
    lines = {cell.id: printed(cell) for cell in notebook.cells if cell.metadata.get("tags")}
    run = Run(notebook.metadata["poollab"]["machine"], lines)
    folder.mkdir(parents=True, exist_ok=True)
    name = time.strftime("%Y-%m-%d %H.%M.%S.json")
    (folder / name).write_text(json.dumps(run._asdict(), indent=1), encoding="utf-8")
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink()


def runs(folder: Path) -> list[Run]:
    """Return the runs that are kept in a folder, in their order, without damaged ones."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(Run(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError):
            continue
    return found


def printed(cell: Any) -> list[str]:
    """Return the lines that a cell printed; of one that did not, what its last output says."""
    text = "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
    shown = [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
    return [line.strip() for line in (text or "\n".join(shown[-1:])).splitlines() if line.strip()]


def spread(line: str, others: Iterable[str]) -> str:
    """Return a line with the range of each figure in it over the ``others`` of the same words.

    Says in how many runs. Empty if there are less than two such lines, or no figure differs.
    """
    words, _ = apart(line)
    alike = [figures for other_words, figures in map(apart, others) if other_words == words]
    spans = [span(figures) for figures in zip(*alike, strict=True)]
    if len(alike) < 2 or not any(" to " in one for one in spans):
        return ""
    left = iter(spans)
    return f"in {len(alike)} runs: " + FIGURE.sub(
        lambda found: next(left) if found[1] else found[0], line
    )


def apart(line: str) -> tuple[str, list[str]]:
    """Return the words of a line, with # for each figure, and the figures."""
    figures = [found[1] for found in FIGURE.finditer(line) if found[1]]
    return FIGURE.sub(lambda found: "#" if found[1] else found[0], line), figures


def span(figures: Iterable[str]) -> str:
    """Return the smallest and the largest of figures, as they were printed."""
    low, *_, high = [*sorted(set(figures), key=value)] * 2
    return low if value(low) == value(high) else f"{low} to {high}"


def value(figure: str) -> float:
    """Return what a figure is."""
    return float(figure.replace(",", ""))
