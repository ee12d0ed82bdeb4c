"""The page of the grid: controls that choose a recording, and all figures as a table."""

import json
from html import escape
from importlib.resources import files
from pathlib import Path

from poollab.publish.grid.positions import POSITIONS, WORDS, Run, key
from poollab.publish.grid.recording import SECONDS, SETTLING
from poollab.publish.reading import RUN

NAME = "playground"
FOLDER = "grid"
"""Where the recordings are, a file for each, in the site's ``_static``: loaded when chosen."""
START = {"query": "sleeps", "query_ms": 100, "clients": 32, "leaks": 0, "size": 4}
TRY = {
    "Give a pool that is too small more connections: who waited is served.":
        START | {"size": 1},
    "Give it more when the queries compute: do answers a second follow?":
        START | {"query": "computes", "size": 16},
    "Have one connection leak. With a pool of four, who notices? With a pool of one?":
        START | {"leaks": 1, "clients": 2},
}  # fmt: skip
"""What to try, and where the controls stand at its beginning."""


def write(runs: list[Run], made: dict[str, str], pages: Path) -> None:
    """Write the page and its recordings to the folder that Sphinx reads."""
    recordings = pages / "_static" / FOLDER
    recordings.mkdir(parents=True)
    for run in runs:
        call = f"poollab.grid({json.dumps(run.key)}, {json.dumps(run.recording)});\n"
        (recordings / f"{run.key}.js").write_text(call, encoding="utf-8")
    (pages / f"{NAME}.md").write_text(page(runs, made), encoding="utf-8")


def page(runs: list[Run], made: dict[str, str]) -> str:
    """Return the page as Markdown."""
    shown = {"positions": POSITIONS, "words": WORDS, "start": key(START), "folder": FOLDER,
             "runs": {run.key: figures(run) for run in runs}}  # fmt: skip
    kept = json.dumps(shown).replace("<", "\\u003c")
    tries = (f'<li><a href="#{key(at)}">{escape(asks)}</a></li>' for asks, at in TRY.items())
    return "\n".join([
        "# Play with a real pool",
        "",
        "Choose, and see what happened. Nothing here is simulated: each choice is a recording",
        f"of {SETTLING + SECONDS:g} s of a real pool of asyncpg, a real PostgreSQL, and real",
        "requests to a FastAPI app. A client asks again as soon as its answer is there.",
        "",
        "## Choose",
        "",
        '<div class="poollab-grid">',
        f'<script type="application/json">{kept}</script>',
        f'<p>To begin with:</p><ul class="tries">{"".join(tries)}</ul>',
        '<p class="noscript">The controls need JavaScript. What was measured stands below.</p>',
        "</div>",
        "<script>window.poollab?.playground()</script>",
        "",
        f"Recorded on {made['run']}: {made['on']}, {made['server']}. Load, app and server share",
        "that machine. Yours will have other figures, and the same shapes.",
        "",
        "In a notebook the pool is live: controls act on the next request, and you can kill",
        "backends, restart the server and deploy. "
        f"{RUN.format('Run the course')}, then the end of lesson 03, or:",
        "",
        "```python",
        "from poollab import playground",
        "",
        "await playground.open()",
        "```",
        "",
        "## All figures",
        "",
        table(runs),
        "",
    ])  # fmt: skip


def figures(run: Run) -> list[float | int | None]:
    """Return what was measured: answers a second, p50 and p99 in ms, waiting at most, errors."""
    return [run.per_second, run.p50, run.p99, run.waiting, run.errors]


def table(runs: list[Run]) -> str:
    """Return all figures as a folded table."""
    heads = [*WORDS.values(), "Answers a second", "Half within, ms", "99 % within, ms",
             "Waited at most"]  # fmt: skip
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = "".join(row([*run.at.values(), *map(shown, figures(run)[:4])]) for run in runs)
    return (
        f'<details><summary>{len(runs)} recordings</summary><div class="poollab-figures"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def row(cells: list[object]) -> str:
    """Return a row of a table."""
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def shown(value: float | int | None) -> str:
    """Return a figure as one reads it; halves are rounded up, as by the page's script."""
    return "none" if value is None else f"{int(value + 0.5):,}"


def script() -> str:
    """Return what the page runs."""
    return (files(__package__) / "grid.js").read_text(encoding="utf-8")


def style() -> str:
    """Return the page's style."""
    return (files(__package__) / "grid.css").read_text(encoding="utf-8")
