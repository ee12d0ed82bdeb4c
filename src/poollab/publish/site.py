"""The static site: the lessons as pages, with what they measured, for people who run nothing."""

import shutil
from pathlib import Path
from typing import Any

import nbformat

from poollab.course import APPENDIX, GLOSSARY, appendix, glossary, lessons
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.publish import reading, replays, social
from poollab.publish.front import front, surprise
from poollab.publish.lessons import executed, kept
from poollab.publish.measured import measured
from poollab.publish.repository import Repository, repository

HERE = Path(__file__).parent
PAGES = ROOT / "build" / "pages"  # what Sphinx reads
SITE = ROOT / "build" / "site"  # what it writes
WIDGET = "application/vnd.jupyter.widget-view+json"

SETTINGS: dict[str, Any] = {
    "project": "Pool Lab",
    "author": "",
    "extensions": ["myst_nb", "poollab.publish.head"],
    "html_theme": "sphinx_book_theme",
    "html_title": "Pool Lab",
    "html_theme_options": {"show_toc_level": 2, "use_download_button": False, "navbar_end": []},
    "html_static_path": [str(HERE / "static"), "_static"],
    "html_css_files": ["pages.css", "front.css"],
    "html_js_files": ["poollab.js"],
    "html_favicon": str(HERE / "static" / "favicon.svg"),
    "templates_path": [str(HERE / "templates")],
    "html_sidebars": {
        "index": [],
        "**": ["home.html", "search-button-field.html", "sbt-sidebar-nav.html"],
    },
    "html_context": {"default_mode": "auto"},
    "html_show_copyright": False,
    "html_copy_source": False,
    "html_show_sphinx": False,
    "nb_execution_mode": "off",  # they have been run
    "nb_merge_streams": True,
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
    pages = {lesson: told(lesson, anew=anew) for lesson in lessons(ROOT)}
    errors, address = told(appendix(ROOT), anew=anew), repository(ROOT)
    for folder in (PAGES, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    write_parts(PAGES / "_static")
    write_pages(pages, errors, address)
    make(
        html_baseurl=address.pages if address else "",
        poollab_says={path.stem: surprise(path) for path in pages},
    )
    return SITE / "index.html"


def write_parts(folder: Path) -> None:
    """Write what pages load."""
    folder.mkdir(parents=True)
    style = reading.style() + replays.style()
    (folder / "pages.css").write_text(style, encoding="utf-8")
    (folder / "poollab.js").write_text(replays.script(), encoding="utf-8")
    social.draw(folder)


def write_pages(pages: dict[Path, Any], errors: Any, address: Repository | None) -> None:
    """Write what Sphinx reads. The front page takes what lessons have become."""
    (PAGES / "claims.md").write_text(measured(pages), encoding="utf-8")
    for lesson, notebook in pages.items():
        nbformat.write(page(notebook), PAGES / lesson.name)
    nbformat.write(page(errors), PAGES / f"{APPENDIX}.ipynb")
    shutil.copy(glossary(ROOT), PAGES / f"{GLOSSARY}.ipynb")  # it has nothing to run
    (PAGES / "index.md").write_text(index(pages, address), encoding="utf-8")


def make(**settings: Any) -> None:
    """Have Sphinx make the site, with these settings besides. PoolLabError when it can't."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    with docutils_namespace():  # what Sphinx tells docutils ends with it
        sphinx = Sphinx(
            *(PAGES, None, SITE, PAGES / ".doctrees", "html", SETTINGS | settings),
            status=None, warningiserror=True,
        )  # fmt: skip
        sphinx.build()
    if sphinx.statuscode:
        raise PoolLabError("The site's pages could not be made: see above.")


def told(lesson: Path, *, anew: bool) -> Any:
    """Return a lesson with its outputs, and print whether it was run for that, and how long."""
    before = None if anew else kept(lesson)
    notebook = before or executed(lesson, anew=True)
    about = notebook.metadata["poollab"]
    print(f"{lesson.stem}:", f"as of {about['run']}" if before else f"{about['seconds']:.0f} s")
    return notebook


def page(notebook: Any) -> Any:
    """Return a lesson as a page needs it: replays and pictures in place of widgets."""
    replays.play(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if WIDGET not in one.get("data", {})]
    reading.form(notebook)
    notebook.metadata.pop("widgets", None)
    return notebook


def index(pages: dict[Path, Any], address: Repository | None) -> str:
    """Return the first page, with the tree of all others."""
    lines = [
        front(pages, address),
        "```{toctree}",
        ":hidden:",
        *(path.stem for path in pages),
        APPENDIX,
        GLOSSARY,
        "claims",
        "```",
        "",
    ]
    return "\n".join(lines)
