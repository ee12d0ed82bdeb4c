"""The claims table: what the course claims, where it is shown, what the last run measured."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from poollab.course import lessons, title
from poollab.environment import ROOT
from poollab.publish.lessons import executed

SENTENCES = Path(__file__).with_name("claims.toml")
MOST_LINES = 4  # of what the cells of a claim printed
TAG = re.compile(r"C\d+|myth-\d")


class Claim(NamedTuple):
    """One claim of a lesson."""

    tag: str
    """C1 to C39, or myth-1 to myth-4."""
    sentence: str
    """What is claimed."""
    cells: list[str]
    """The ids of the cells that show it."""
    measured: list[str]
    """The first lines that they printed."""


def claims(number: int, notebook: Any) -> Iterator[Claim]:
    """Yield the claims of an executed lesson, in the order of ``claims.toml``."""
    for tag, sentence in sentences()[number].items():
        cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
        lines = [line for cell in cells for line in printed(cell)]
        yield Claim(tag, sentence, [cell.id for cell in cells], lines[:MOST_LINES])


def sentences() -> dict[int, dict[str, str]]:
    """Return what is claimed: for each lesson's number a sentence for each tag."""
    written = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    return {int(number): sentences for number, sentences in written.items()}


def printed(cell: Any) -> list[str]:
    """Return the lines that a cell printed; of one that did not, what its last output says."""
    text = "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
    shown = [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
    return [line.strip() for line in (text or "\n".join(shown[-1:])).splitlines() if line.strip()]


def report(*, anew: bool) -> str:
    """Return the claims table of all lessons as text, those run that need it."""
    lines = []
    for lesson in lessons(ROOT):
        notebook = executed(lesson, anew=anew)
        made = notebook.metadata["poollab"]
        lines.append(f"{title(notebook)}, run {made['run']} in {made['seconds']:.0f} s")
        for claim in claims(int(lesson.name[:2]), notebook):
            lines.append(f"  {claim.tag:<7} {claim.sentence}")
            lines.append(f"          in {', '.join(claim.cells)}:")
            lines += [f"          | {line}" for line in claim.measured]
        lines.append("")
    return "\n".join(lines)
