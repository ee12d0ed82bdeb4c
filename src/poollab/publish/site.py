"""The static site: the lessons as pages, with what they measured, for people who run nothing."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat

from poollab.course import APPENDIX, GLOSSARY, appendix, glossary, lessons, minutes, title
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.publish import replays
from poollab.publish.claims import claims
from poollab.publish.grid import page as playground
from poollab.publish.grid.recording import grid
from poollab.publish.lessons import executed

PAGES = ROOT / "build" / "pages"  # what Sphinx reads
SITE = ROOT / "build" / "site"  # what it writes
WIDGET = "application/vnd.jupyter.widget-view+json"

CSS = """
.bd-main .bd-content .bd-article-container {max-width: 56rem}
.bd-header {display: none}
html[data-theme=dark] .cell_output .text_html {
  background: none !important; color: inherit !important; padding: 0 !important;
}
html[data-theme=dark] .poollab-picture img {background: none !important; padding: 0 !important}
.prev-next-footer + footer, .bd-footer-content {display: none}
"""
SETTINGS: dict[str, Any] = {
    "project": "Pool Lab",
    "extensions": ["myst_nb"],
    "html_theme": "sphinx_book_theme",
    "html_title": "Pool Lab",
    "html_theme_options": {"show_toc_level": 2, "use_download_button": False, "navbar_end": []},
    "html_static_path": ["_static"],
    "html_css_files": ["pages.css"],
    "html_js_files": ["poollab.js"],
    "html_show_copyright": False,
    "html_copy_source": False,
    "html_show_sphinx": False,
    "nb_execution_mode": "off",  # they have been run
    "nb_ipywidgets_js": {},  # else a page fetches it from the internet
    "nb_render_markdown_format": "myst",
    "myst_heading_anchors": 3,
    "myst_heading_slug_func": "poollab.course.anchor",
    "myst_enable_extensions": ["html_image", "html_admonition"],
    "suppress_warnings": ["mystnb.unknown_mime_type", "myst.header"],
}


def build(*, anew: bool) -> Path:
    """Write the site and return its first page; lessons are run where that is needed.

    Raises PoolLabError when a lesson does not run to its end or a page can't be made.
    """
    from sphinx.application import Sphinx

    pages = {lesson: executed(lesson, anew=anew) for lesson in lessons(ROOT)}
    errors = executed(appendix(ROOT), anew=anew)
    for folder in (PAGES, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    (PAGES / "_static").mkdir(parents=True)
    style = CSS + replays.style() + playground.style()
    script = replays.script() + playground.script()
    (PAGES / "_static" / "pages.css").write_text(style, encoding="utf-8")
    (PAGES / "_static" / "poollab.js").write_text(script, encoding="utf-8")
    playground.write(*grid(anew=anew), PAGES)
    shutil.copytree(Path(__file__).with_name("pictures"), PAGES / "pictures")
    (PAGES / "claims.md").write_text(claims_page(pages), encoding="utf-8")
    (PAGES / "index.md").write_text(index(pages), encoding="utf-8")
    for lesson, notebook in pages.items():
        nbformat.write(page(notebook), PAGES / lesson.name)
    nbformat.write(page(errors), PAGES / f"{APPENDIX}.ipynb")
    shutil.copy(glossary(ROOT), PAGES / f"{GLOSSARY}.ipynb")  # it has nothing to run
    sphinx = Sphinx(
        PAGES, None, SITE, PAGES / ".doctrees", "html", SETTINGS, status=None, warningiserror=True
    )
    sphinx.build()
    if sphinx.statuscode:
        raise PoolLabError("The site's pages could not be made: see above.")
    return SITE / "index.html"


def page(notebook: Any) -> Any:
    """Return a lesson as a page needs it: replays and pictures in place of widgets, cells folded.

    Exercises are no pages: of a link to one the words are left.
    """
    replays.play(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            cell.source = re.sub(r"\[([^]]+)\]\(\.\./[^)]*\)", r"\1", cell.source)
            continue
        cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.setdefault("tags", []).append("hide-input")
    notebook.metadata.pop("widgets", None)
    return notebook


def index(pages: dict[Path, Any]) -> str:
    """Return the first page: what this is, and the lessons with their minutes."""
    lines = [
        "# Pool Lab: connection pooling in FastAPI, measured",
        "",
        "Seven lessons, from *what is a connection* to tuning pools in production. Every claim was",
        "measured when these pages were made, on a real PostgreSQL and a live FastAPI app. Run the",
        "notebooks to measure it on your own machine, to guess first, and to break things.",
        "",
        *(
            f"- [{title(lesson)}]({path.name}): {minutes(lesson)} minutes"
            for path, lesson in pages.items()
        ),
        f"- [What does this error mean?]({APPENDIX}.ipynb) Messages, causes, cures.",
        f"- [Glossary]({GLOSSARY}.ipynb): what the words mean, and where you meet them.",
        "- [What is claimed, and what was measured](claims.md)",
        "",
        "![Three connections serve eight requests](pictures/live-view.png)",
        "",
        "```{toctree}",
        ":hidden:",
        *(path.stem for path in pages),
        playground.NAME,
        APPENDIX,
        GLOSSARY,
        "claims",
        "```",
        "",
    ]
    return "\n".join(lines)


def claims_page(pages: dict[Path, Any]) -> str:
    """Return the page of all claims, with what was measured at this run."""
    lines = ["# What is claimed, and what was measured", ""]
    for path, lesson in pages.items():
        made = lesson.metadata["poollab"]
        lines += [f"## [{title(lesson)}]({path.name})", "", f"Run on {made['run']}.", ""]
        for claim in claims(int(path.name[:2]), lesson):
            lines += [
                f"**{claim.tag}** {claim.sentence}",
                "",
                "```text",
                *claim.measured,
                "```",
                "",
            ]
    return "\n".join(lines)
