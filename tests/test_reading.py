"""The form of a page: what is folded, cut and left out, and how it reads, with a replay in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from accessible import faults
from browsing import shot
from lessons import LESSONS
from playwright.sync_api import Browser, Page, expect
from test_publish import course  # noqa: F401

from poollab.course import appendix
from poollab.environment import ROOT
from poollab.publish import reading, site

v4: Any = nbformat.v4

HEAD = """# 03 · What is small

**5 minutes.** You guess first. Press *Shift+Enter* until a question appears. Then you *see*."""
TURN = """What is seen.

## Your turn

**1.** Mend it. Change what stands below the TODO, run the cell, then the folded check after it."""
LIVE = """# What the pool did: run me
from array import array
from IPython.display import display
from poollab.watch.holders import Holders
from poollab.watch.recording import Recording
from poollab.watch.samples import Sample
seen = Recording(0.02)
counts = [(0.0, (), 0, 0), (0.5, (1, 2), 0b11, 4), (1.0, (1, 2), 0, 0)]
seen.samples = [Sample(t, pids, mask, 0, waiting) for t, pids, mask, waiting in counts]
seen.holders = [Holders(0.5, (1, 2), ("GET /a", "GET /b"), array("f", [0.5] * 2), ())]
seen._ended = seen.began + 1.5
display(seen.view("Two of two"))"""
LONG = "print(*(f'line {n}' for n in range(1, 61)), sep='\\n')"
ONLY_THERE = "Shift+", "run the cell", "Run the cell", "fresh kernel", "open the link", "first run"
"""Words that only somebody who runs the notebook can follow."""
HARNESS = {"jupyter": {"source_hidden": True}}


def lesson() -> Any:
    """Return a small lesson."""
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(HEAD, id="title"),
            v4.new_markdown_cell("## What, so small?", id="small"),
            v4.new_code_cell(LIVE, id="live", metadata=HARNESS),
            v4.new_code_cell(LONG, id="long"),
            v4.new_markdown_cell("## What, so small?", id="small"),
            v4.new_markdown_cell(TURN, id="turn-text"),
            v4.new_code_cell("mended = None  # TODO", id="turn"),
            v4.new_code_cell("# Check of task 1: run me\nprint('no')", id="c", metadata=HARNESS),
        ]
    )


def test_what_only_a_notebook_can_follow_is_left_out() -> None:
    assert reading.told(HEAD).endswith("You guess first. Then you *see*.")
    assert reading.told("Rest. With a fresh kernel, go on.\n\nMore") == "Rest.\n\nMore"
    assert reading.told("Run the cell again.\n\nMore") == "\nMore"
    assert reading.told("It runs. Open the link, twice. `/a` is live.") == "It runs. `/a` is live."
    assert reading.told("See [*leaks*](../exercises/leaks.ipynb).") == "See *leaks*."
    kept = "They run it twice (a query). **1.** Mend it: *now*! In a cell?"
    assert reading.told(kept) == kept


@pytest.mark.parametrize("path", [*LESSONS.values(), appendix(ROOT)], ids=lambda path: path.stem)
def test_no_page_says_that_one_could_run_it(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    folded = [c for c in notebook.cells if c.metadata.get("jupyter", {}).get("source_hidden")]
    checks = {cell.id for cell in notebook.cells if cell.source.startswith("# Check of task")}
    reading.form(notebook)
    assert not checks & {cell.id for cell in notebook.cells}
    for cell in notebook.cells:
        assert "run me" not in cell.source.lower(), cell.id
        for words in ONLY_THERE:
            assert cell.cell_type == "code" or words not in cell.source, (cell.id, words)
    prompts = [c.metadata["mystnb"]["code_prompt_show"] for c in folded if c in notebook.cells]
    assert all(prompt.startswith("Code: ") for prompt in prompts)
    turns = [cell for cell in notebook.cells if "\n## Your turn" in f"\n{cell.source}"]
    assert all("`make lab`" in cell.source for cell in turns)
    assert bool(turns) == (path in LESSONS.values())


@pytest.fixture
def pages(course: Path) -> Iterator[Path]:  # noqa: F811
    """The folder of a site with a small lesson that was run."""
    nbformat.write(lesson(), course)
    yield site.build(anew=True).parent


@pytest.mark.browser
def test_a_lesson_reads_well(pages: Path, page: Page, browser: Browser) -> None:
    address = (pages / "03-small.html").as_uri()
    page.goto(address)
    view = page.locator(".poollab-view")
    expect(view).to_have_attribute("data-t", "0.75")  # its peak
    expect(page.get_by_role("heading", name="Two of two")).to_be_visible()
    article = page.locator("article")
    expect(article).to_contain_text("Each view of a pool is the recording itself")

    # harness code is folded, and the keyboard unfolds it
    code, prompt = article.get_by_text("from array import array"), "Code: What the pool did"
    expect(code).to_be_hidden()
    fold = article.locator("summary", has_text=prompt)
    expect(fold).to_have_accessible_name(prompt)
    fold.press("Enter")
    expect(code).to_be_visible()
    expect(article).not_to_contain_text("run me")

    # a long output is cut
    expect(article.get_by_text("line 16")).to_be_visible()
    expect(article.get_by_text("line 60")).to_be_hidden()
    article.locator("summary", has_text="44 lines more").press("Enter")
    expect(article.get_by_text("line 60")).to_be_visible()

    expect(article).to_contain_text("This part needs the notebook")
    expect(article).to_contain_text("make lab")
    expect(article).not_to_contain_text("Check of task")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert faults(page, "article") == [], scheme
        for width in (360, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (scheme, width)
            shot(page, f"reading-{scheme}-{width}")
    page.emulate_media(media="print", color_scheme="light")
    for hidden in ("from array import array", "line 60", "2 connections were seen open"):
        expect(article.get_by_text(hidden)).to_be_visible()
    expect(view).to_be_hidden()
    without_script_or_storage(browser, address)


BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("The operation is insecure.", "SecurityError"); }
});"""


def without_script_or_storage(browser: Browser, address: str) -> None:
    """Fail unless the page can be read without JavaScript, and replays without storage."""
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(address)
    expect(plain.get_by_text("2 connections were seen open")).to_be_visible()
    expect(plain.get_by_role("img", name="Timeline: Two of two")).to_be_visible()
    plain.close()
    blocked = browser.new_page()
    blocked.add_init_script(BLOCKED)
    blocked.goto(address)
    blocked.get_by_role("button", name="End").click()
    expect(blocked.locator(".poollab-view")).to_have_attribute("data-t", "1.5")
    expect(blocked.locator("article")).to_contain_text("This part needs the notebook")
    blocked.close()
