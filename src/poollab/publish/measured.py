"""The page of all claims: what is claimed, what was measured, where, and how far it spreads."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poollab.course import title
from poollab.publish.claims import Claim, claims

HEAD = """# What is claimed, and what was measured

Each claim of the course is shown by cells of a lesson, which fail if it does not hold. Below it
stands what these cells printed when the pages were made. *In … runs* has the smallest and the
largest of each figure over the last runs on the same machine, where there were several. On your
machine the figures will be others; the claims should hold.
"""
SERVER = re.compile(r"^(PostgreSQL \S+ .+?): ", re.MULTILINE)


def measured(pages: dict[Path, Any]) -> str:
    """Return the page in Markdown, for lessons that were run."""
    lines = [
        HEAD,
        *machines(pages),
    ]
    for path, lesson in pages.items():
        lines += [f"## [{title(lesson)}]({path.name})", "", made(lesson), ""]
        for claim in claims(int(path.name[:2]), lesson):
            lines += [f"**{claim.tag}** {claim.sentence}", "", *shown(claim), ""]
    return "\n".join(lines)


def machines(pages: dict[Path, Any]) -> Iterator[str]:
    """Yield on which machine the lessons were run, as lines of the page."""
    found = {lesson.metadata["poollab"]["machine"] for lesson in pages.values()}
    for machine in sorted(found):
        yield f"Measured on a machine with {machine}."
        yield ""


def made(lesson: Any) -> str:
    """Return in a sentence when a lesson was run, how long it took, and on which server."""
    about = lesson.metadata["poollab"]
    outputs = [output for cell in lesson.cells for output in cell.get("outputs", [])]
    server = SERVER.search("\n".join(output.get("text", "") for output in outputs))
    on = f", on {server[1]}" if server else ""
    return f"Run on {about['run']} in {about['seconds']:.0f} seconds{on}."


def shown(claim: Claim) -> list[str]:
    """Return what was measured of a claim, as lines of the page."""
    lines = []
    for line, spread in zip(claim.measured, claim.spread, strict=True):
        lines += [line, f"    {spread}"] if spread else [line]
    return ["```text", *lines, "```"]
