"""The playground on the page: the recordings are what was asked for, and the page finds each."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import START, few_recordings
from waiting import until

from poollab.errors import PoolLabError
from poollab.playground.settings import Settings
from poollab.publish import replays, site
from poollab.publish.grid import page as grid_page
from poollab.publish.grid import positions, recording
from poollab.publish.grid.page import FOLDER, NAME
from poollab.publish.grid.positions import Run

pytestmark = pytest.mark.thorough

OTHERS = """
    SELECT pid FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name NOT LIKE 'poollab%'
"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have a small grid: what is chosen among is the same dictionary everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POOLLAB_POSTGRES", "embedded")
        few_recordings(patch, tmp_path_factory.mktemp("few"), leaks=(0, 1), size=(1, 4))
        patch.setattr(grid_page, "TRY", {"Leak one.": START | {"leaks": 1}})
        yield


@pytest.fixture(scope="module")
def made(few: None) -> tuple[list[Run], dict[str, str]]:
    """The recordings of a small grid."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "Grid", Seen)
        runs, about = recording.grid()
        assert Seen.left_nothing and not Seen.is_asked_early
        patch.setattr(recording, "Grid", None)  # another would fail
        assert recording.grid() == (runs, about)
        return runs, about


class Seen(recording.Grid):
    """A grid that waits, when all is recorded, until its pools have left nothing on the server."""

    left_nothing = False
    is_asked_early = False
    """Whether somebody still asked for the setting before when another began."""

    def ask(self, settings: Settings) -> None:
        """Note whether nobody asks any more; have requests ask this."""
        Seen.is_asked_early |= bool(self._windows and self._windows[-1].under_way)
        super().ask(settings)

    def runs(self, wanted: list[dict[str, Any]]) -> Iterator[Run]:
        """Make them; then wait for the end of all backends but the course's own."""
        yield from super().runs(wanted)
        until(lambda: not self.db.query(OTHERS), "the last pool's backends end")
        Seen.left_nothing = True


@pytest.fixture(scope="module")
def pages(made: tuple[list[Run], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the small grid, made as the site's are; the folder that it is in."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    folder = tmp_path_factory.mktemp("pages")
    (folder / "_static").mkdir()
    style, script = replays.style() + grid_page.style(), replays.script() + grid_page.script()
    (folder / "_static" / "pages.css").write_text(style)
    (folder / "_static" / "poollab.js").write_text(script)
    grid_page.write(*made, folder)
    (folder / "index.md").write_text(f"# Pages\n\n```{{toctree}}\n{NAME}\n```\n")
    settings = site.SETTINGS | {"html_static_path": ["_static"], "html_css_files": ["pages.css"]}
    out = folder / "out"
    with docutils_namespace():  # what Sphinx tells docutils ends with it
        Sphinx(folder, None, out, folder / ".doctrees", "html", settings, status=None).build()
    return out


@pytest.fixture
def opened(pages: Path, page: Page) -> Page:
    """The page, opened from its folder."""
    page.goto((pages / f"{NAME}.html").as_uri())
    return page


def test_each_recording_is_what_was_asked_for(made: tuple[list[Run], dict[str, str]]) -> None:
    runs, about = made
    by_key = {run.key: run for run in runs}
    calm, small = by_key["sleeps-20-6-0-4"], by_key["sleeps-20-6-0-1"]
    leaking, stuck = by_key["sleeps-20-6-1-4"], by_key["sleeps-20-6-1-1"]
    assert stuck.waiting == 6 >= small.waiting >= 4
    assert min(calm.per_second, leaking.per_second) > small.per_second > stuck.per_second == 0
    assert (stuck.p99, sum(run.errors for run in runs)) == (None, 0)
    assert leaking.p50 and small.p50 and leaking.p50 < small.p50
    leaked = ["leaked" in json.loads(run.recording)["texts"] for run in (calm, leaking)]
    assert leaked == [False, True]
    assert "PostgreSQL 1" in about["server"] and "core" in about["on"]


def test_what_other_code_has_made_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(recording, "KEPT", tmp_path)
    for text in (
        '{"made": {"source": "1"}, "runs": []}',
        "no JSON",
        "{}",
        '{"made": 1, "runs": [1]}',
    ):
        (tmp_path / "grid.json").write_text(text)
        assert recording.kept("2") is None
    (tmp_path / "grid.json").write_text('{"made": {"source": "2"}, "runs": []}')
    assert recording.kept("2") == ([], {"source": "2"})


def test_load_that_stops_is_said(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "PATIENCE", 0.01)
    with recording.Grid() as stage, pytest.raises(PoolLabError, match="did not go on"):
        stage.run(START)


def test_a_query_ends_with_its_recording(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "SECONDS", recording.SETTLING)
    with recording.Grid() as stage:
        assert stage.run(START | {"query_ms": 60_000}).p50 is None
        until(lambda: not stage.db.query(OTHERS), "the queries end")


@pytest.mark.browser
def test_the_controls_choose_by_keyboard(made: Any, opened: Page) -> None:
    heading = opened.locator(".poollab-view h3")
    expect(heading).to_have_text(positions.words(START))
    by_key = {run.key: run for run in made[0]}
    four = opened.get_by_role("radio", name="4", exact=True)
    four.focus()
    opened.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(positions.words(START | {"size": 1}))
    rate = by_key["sleeps-20-6-0-1"].per_second
    said = opened.locator(".poollab-grid .said")
    expect(said).to_contain_text(f"{grid_page.shown(rate)} answers a second")
    expect(opened.locator("tr[aria-current] th")).to_have_text("▸ 1")
    assert opened.evaluate("document.activeElement.name + document.activeElement.value") == "size1"
    opened.get_by_role("link", name="Leak one.").press("Enter")
    expect(heading).to_have_text(positions.words(START | {"leaks": 1}))
    opened.reload()
    expect(heading).to_have_text(positions.words(START | {"leaks": 1}))


@pytest.mark.browser
def test_a_recording_that_is_not_there_is_said(pages: Path, opened: Page) -> None:
    (pages / "_static" / FOLDER / "sleeps-20-6-1-1.js").unlink()
    opened.goto(f"{(pages / NAME).as_uri()}.html#sleeps-20-6-1-1")
    expect(opened.locator(".poollab-grid .shown")).to_contain_text("could not be loaded")
    opened.goto(f"{(pages / NAME).as_uri()}.html#no-such-setting")
    expect(opened.locator(".poollab-view h3")).to_have_text(positions.words(START))


@pytest.mark.browser
def test_without_javascript_all_figures_are_there(made: Any, pages: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto((pages / f"{NAME}.html").as_uri())
        expect(opened.get_by_text("The controls need JavaScript")).to_be_visible()
        opened.locator("summary", has_text="recordings").click()
        assert opened.locator("details tbody tr").count() == len(made[0]) == 4
