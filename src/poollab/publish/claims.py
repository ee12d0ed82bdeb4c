"""The claims table: what the course claims, where it is shown, what the last run measured."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from poollab.course import lessons, title
from poollab.environment import ROOT
from poollab.publish.history import printed, runs, spread
from poollab.publish.lessons import executed, kept_runs

SENTENCES = Path(__file__).with_name("claims.toml")
MOST_LINES = 4  # of what the cells of a claim printed


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
    spread: list[str]
    """For each line the range of its figures over the last runs on this machine, or nothing."""


def claims(number: int, notebook: Any) -> Iterator[Claim]:
    """Yield the claims of an executed lesson, in the order of ``claims.toml``."""
    here = notebook.metadata["poollab"]["machine"]
    earlier = [run.printed for run in runs(kept_runs(number)) if run.machine == here]
    for tag, sentence in sentences()[number].items():
        cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
        shown = [(cell.id, line) for cell in cells for line in printed(cell)][:MOST_LINES]
        lines = [line for _, line in shown]
        spreads = [
            spread(line, [other for lines in earlier for other in lines.get(cell, [])])
            for cell, line in shown
        ]
        yield Claim(tag, sentence, [cell.id for cell in cells], lines, spreads)


def sentences() -> dict[int, dict[str, str]]:
    """Return what is claimed: for each lesson's number a sentence for each tag."""
    written = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    return {int(number): sentences for number, sentences in written.items()}


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
