"""The lessons executed and kept, the claims table, the static site."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from accessible import faults
from lessons import LESSONS
from playwright.sync_api import Page, expect
from sites import few_recordings

from poollab import cli
from poollab import course as course_of
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.publish import claims, lessons, site

WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "View()"}
SHOW = f"""
from IPython.display import display
from poollab import draw
display({WIDGET!r}, raw=True)
print("measured: 5")
draw.bars({{"a pool": 5}}, title="Five", unit="backends")
"""
ERRORS = """# What does this error mean?

### `no waiter … came`

See [lesson 03](03-small.ipynb#What,-so-small?), and [small](glossary.ipynb#Little's-word)."""
WORDS = """# Glossary

## Little's word

A [word](#Little's-word)."""


# What Python would print raises, since pytest collects it; what it would not print does not.
warns_of_nothing = pytest.mark.filterwarnings(
    "error",
    "ignore::DeprecationWarning",
    "ignore::PendingDeprecationWarning",
    "ignore::ImportWarning",
    "ignore::ResourceWarning",
)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one small lesson, published into a folder of its own."""
    sentences = tmp_path / "claims.toml"
    sentences.write_text('[3]\nC9 = "A pool is a queue."\nC10 = "Not shown."\n')
    lesson = tmp_path / "03-small.ipynb"
    write(lesson, SHOW)
    monkeypatch.setattr(lessons, "EXECUTED", tmp_path / "lessons")
    monkeypatch.setattr(site, "PAGES", tmp_path / "pages")
    monkeypatch.setattr(site, "SITE", tmp_path / "site")
    monkeypatch.setattr(claims, "SENTENCES", sentences)
    for module in (claims, site):
        monkeypatch.setattr(module, "lessons", lambda root: [lesson])
    errors = tmp_path / "what-does-this-error-mean.ipynb"
    write(errors, "print('no waiter')", ERRORS)
    monkeypatch.setattr(site, "appendix", lambda root: errors)
    words = tmp_path / "words.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(WORDS)]), words)
    monkeypatch.setattr(site, "glossary", lambda root: words)
    few_recordings(monkeypatch, tmp_path)
    return lesson


def write(lesson: Path, source: str, head: str = "# 03 · What is small\n\n**5 minutes.**") -> None:
    v4: Any = nbformat.v4
    code = v4.new_code_cell(
        source, id="shown", metadata={"tags": ["C9"], "jupyter": {"source_hidden": True}}
    )
    more = "## What, so small?\n\nAfter it: [*leaks*](../exercises/leaks/leaks.ipynb)."
    text = v4.new_markdown_cell(f"{head}\n\n{more}", id="title")
    nbformat.write(v4.new_notebook(cells=[text, code]), lesson)


def test_a_lesson_is_run_when_it_has_changed_or_is_wanted_anew(course: Path) -> None:
    write(course, "import time\nprint(time.perf_counter_ns())")
    first, again = (lessons.executed(course).cells[1].outputs[0].text for _ in range(2))
    assert first == again
    anew = lessons.executed(course, anew=True)
    assert anew.cells[1].outputs[0].text != first
    assert anew.metadata["poollab"]["seconds"] > 0
    write(course, "print('changed')")
    assert lessons.executed(course).cells[1].outputs[0].text == "changed\n"
    assert not json.loads(course.read_text())["cells"][1]["outputs"]


def test_a_lesson_that_fails_is_named(course: Path) -> None:
    write(course, "raise ValueError('no waiter')")
    with pytest.raises(PoolLabError, match=r"03-small.ipynb did not run to its end: no waiter"):
        lessons.executed(course)
    assert not (lessons.EXECUTED / course.name).exists()


@warns_of_nothing
def test_the_claims_table_says_where_and_what(
    course: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.claims([]) == 0
    table, noise = capfd.readouterr()
    assert noise == ""
    assert "03 · What is small, run 2" in table
    assert "  C9      A pool is a queue.\n          in shown:\n          | measured: 5\n" in table


def test_only_run_may_be_added() -> None:
    with pytest.raises(PoolLabError, match="--run is all that may be added"):
        cli.site(["--fast"])


def test_what_is_claimed_is_the_syllabus() -> None:
    tags = [tag for sentences in claims.sentences().values() for tag in sentences]
    assert sorted(tags) == sorted(
        [f"C{n}" for n in range(1, 40)] + [f"myth-{n}" for n in (1, 2, 3, 4)]
    )
    assert course_of.lessons(ROOT) == list(LESSONS.values())


@pytest.mark.browser
@warns_of_nothing
def test_the_site_can_be_read_without_a_network(
    course: Path, page: Page, capfd: pytest.CaptureFixture[str]
) -> None:
    first = site.build(anew=False)
    assert capfd.readouterr().err == ""
    for source in [*site.PAGES.glob("*.md"), *site.PAGES.glob("*.ipynb")]:
        for scheme in "light", "dark":
            page.emulate_media(color_scheme=scheme)
            page.goto((first.parent / f"{source.stem}.html").as_uri())
            assert faults(page, "article") == [], (source.name, scheme)
    page.emulate_media(color_scheme="light")
    page.goto(first.as_uri())
    page.locator("article").get_by_role("link", name="03 · What is small").click()
    expect(page.get_by_role("heading", name="03 · What is small")).to_be_visible()
    picture = page.locator("article img")
    assert picture.get_attribute("alt") == "Bar chart: Five"
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_text("measured: 5", exact=True)).to_be_visible()
    expect(page.locator("script[type*=widget]")).to_have_count(0)
    expect(page.get_by_text("Show code cell source")).to_be_visible()
    page.get_by_role("link", name="What does this error mean").first.click()
    expect(page.get_by_role("heading", name="no waiter … came")).to_be_visible()
    page.locator("article").get_by_role("link", name="small", exact=True).click()
    expect(page.locator(":target")).to_contain_text("Little\N{RIGHT SINGLE QUOTATION MARK}s word")
    page.go_back()
    page.locator("article").get_by_role("link", name="lesson 03").click()
    expect(page.locator(":target")).to_contain_text("What, so small?")
    page.get_by_role("link", name="What is claimed").first.click()
    expect(page.get_by_text("A pool is a queue.")).to_be_visible()
