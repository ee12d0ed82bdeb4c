"""What Lighthouse asks of a page, asked of the site by axe-core and by Chromium itself."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from browsing import NETWORK_CHANGED
from playwright.sync_api import Browser, Page, expect
from sites import few_recordings

from poollab.course import LESSONS
from poollab.publish import lessons, site

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

LESSON = LESSONS[2]
PAGES = ("index", LESSON, "claims")
EACH = (*PAGES, "playground")
HEAD = "# 03 · What pooling is\n\n**5 minutes.**\n\n## A pool of three\n\n" + "Eight want it. " * 40
CELLS = {
    "start": """
from poollab import postgres, predict, watch
db = postgres.start(max_connections=20)
""",
    "C12": """
import asyncio
import asyncpg

gate = asyncio.Event()

async def guest():
    async with pool.acquire():
        await gate.wait()

async with asyncpg.create_pool(db.dsn, min_size=1, max_size=3) as pool:
    with watch.pool(pool, dsn=db.dsn) as seen:
        display(seen.view("Three connections for eight"))
        guests = [asyncio.create_task(guest()) for _ in range(8)]
        now = await seen.until(in_use=3, waiting=5)
        gate.set()
        await asyncio.gather(*guests)
print(f"in use {now.in_use}   waiting {now.waiting}")
""",
    "quiz": 'predict.quiz("03")',
    "cards": 'predict.cards("03")\ndb.close()',
}
WATCH = """
window.shifts = [];
const what = ({ node }) => `${node?.nodeName}.${node?.className}`;
new PerformanceObserver(list => {
  for (const { value, sources } of list.getEntries()) shifts.push([value, ...sources.map(what)]);
}).observe({ type: "layout-shift", buffered: true });
"""
AXE = {"rules": {"target-size": {"enabled": True}}}
"""Also whether a finger hits what can be pressed."""
STILL = 0.01  # a tenth of what counts as good
BAD = ("error", "warning")  # kinds of words in the browser's console
WEIGHT = 1_000_000  # bytes of a page with all that it loads, compressed
SLOWLY = "?slowly"
COLUMN = b'<dialog id="pst-secondary'
"""What the right column begins with: the end of a page."""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
LOADED = "performance.getEntriesByType('resource')"
BLOCKING = f"{LOADED}.filter(one => one.renderBlockingStatus === 'blocking')"
STRETCHED = "one => Math.abs(one.height - one.width * one.naturalHeight / one.naturalWidth)"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of one small lesson, run for it."""
    folder = tmp_path_factory.mktemp("site")
    lesson = folder / f"{LESSON}.ipynb"
    v4: Any = nbformat.v4
    cells = [
        v4.new_code_cell(code, id=tag, metadata={"tags": [tag]}) for tag, code in CELLS.items()
    ]
    text = v4.new_markdown_cell(HEAD, id="title")
    nbformat.write(v4.new_notebook(cells=[text, *cells]), lesson)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POOLLAB_POSTGRES", "embedded")
        patch.setattr(lessons, "EXECUTED", folder / "lessons")
        patch.setattr(site, "PAGES", folder / "pages")
        patch.setattr(site, "SITE", folder / "site")
        patch.setattr(site, "lessons", lambda root: [lesson])
        patch.setattr(
            site, "appendix", lambda root: other(folder / "what-does-this-error-mean.ipynb")
        )
        patch.setattr(site, "glossary", lambda root: other(folder / "words.ipynb"))
        few_recordings(patch, folder)
        yield site.build(anew=True).parent


def other(path: Path) -> Path:
    """Write a page with nothing to run."""
    text: Any = nbformat.v4.new_markdown_cell(f"# Words\n\nNone but `{'connection_' * 6}`.")
    nbformat.write(nbformat.v4.new_notebook(cells=[text]), path)
    return path


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The site's address, served as it would be."""
    handler = functools.partial(Quiet, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing; a page that is to come slowly waits in the middle."""

    go_on = threading.Event()

    def do_GET(self) -> None:
        """Send a file."""
        if not self.path.endswith(SLOWLY):
            super().do_GET()
            return
        first, column, rest = Path(self.translate_path(self.path)).read_bytes().partition(COLUMN)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(first)
        self.go_on.wait(60)
        self.wfile.write(column + rest)

    def log_message(self, *_: object) -> None:
        """Leave the tests' output alone."""


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(name: str, address: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    for scheme in "light", "dark":
        page.emulate_media(color_scheme=scheme)
        for width in 1280, 360:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{address}{name}.html", wait_until="networkidle")
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            found = Axe().run(page, options=AXE).response["violations"]
            said = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
            assert said == [], (scheme, width)
    for width in 360, 768, 1600:
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(WIDER), width


def test_no_page_is_wider_than_a_phone(built: Path, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for file in built.glob("*.html"):
        page.goto(file.as_uri())
        assert not page.evaluate(WIDER), file.name


@pytest.mark.parametrize("name", EACH)
def test_it_loads_as_it_should(name: str, address: str, built: Path, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in BAD else None)
    page.add_init_script(WATCH)
    page.goto(f"{address}{name}.html", wait_until="networkidle")
    if any(NETWORK_CHANGED in one for one in said):
        said.clear()
        page.goto(f"{address}{name}.html", wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))), true"
    )
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, *_ in shifts) < STILL, shifts
    assert said == []
    loaded = page.evaluate(f"{LOADED}.map(one => one.name)")
    files = [built / urlsplit(url).path.lstrip("/") for url in {page.url, *loaded}]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < WEIGHT
    blocking = page.evaluate(f"{BLOCKING}.map(one => one.name)")
    assert [url for url in blocking if "search" in url or "bootstrap" in url] == []


def test_nothing_moves_when_the_end_of_a_page_comes_late(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.goto(f"{address}{LESSON}.html{SLOWLY}", wait_until="commit")
    column = page.locator(".bd-sidebar-secondary")
    page.wait_for_function(PAINTED)
    expect(column).to_have_count(0)
    Quiet.go_on.set()
    expect(column).to_be_visible()
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, *_ in shifts) < STILL, shifts


@pytest.mark.parametrize("name", EACH)
def test_its_head_and_its_links_are_right(name: str, address: str, built: Path, page: Page) -> None:
    page.goto(f"{address}{name}.html")
    assert page.evaluate("[document.compatMode, document.characterSet]") == ["CSS1Compat", "UTF-8"]
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().endswith("Pool Lab")
    for tag in "description", "og:title", "og:description":
        content = page.locator(f'meta[name="{tag}"], meta[property="{tag}"]')
        assert (content.get_attribute("content") or "").strip(), tag
    icon = page.locator('link[rel="icon"]').get_attribute("href") or ""
    assert (built / icon).is_file()
    assert page.locator("h1:visible").count() == 1
    for image in page.locator("article img").all():
        assert image.get_attribute("alt") is not None
        assert image.evaluate("image => image.complete && image.naturalWidth > 0")
        assert image.evaluate(STRETCHED) < 2
        assert image.get_attribute("width")
        assert image.get_attribute("height")
    hrefs = page.eval_on_selector_all("article a[href]", "all => all.map(a => a.href)")
    for href in hrefs:
        url, anchor = urldefrag(urljoin(page.url, href))
        if url.startswith(address):
            target = built / urlsplit(url).path.lstrip("/")
            assert target.is_file(), href
            assert not anchor or f'id="{unquote(anchor)}"' in target.read_text(encoding="utf-8"), (
                href
            )


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_printed(name: str, built: Path, page: Page) -> None:
    page.goto((built / f"{name}.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("h1:visible").count() == 1
    page.set_viewport_size({"width": 720, "height": 1000})  # A4, as Chromium prints it
    assert not page.evaluate(WIDER)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_question_is_answered_by_keys_alone(built: Path, page: Page) -> None:
    answered(page, built)
    expect(page.locator(".recording .player")).to_be_visible()


def test_the_question_is_answered_where_no_script_runs(built: Path, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    answered(page, built)
    page.emulate_media(media="print")
    expect(page.get_by_text("The others stand in line")).to_be_visible()
    page.close()


def answered(page: Page, built: Path) -> None:
    """Answer the question of the front page, wrong and right, and see what it says."""
    page.goto((built / "index.html").as_uri())
    right, wrong = page.get_by_text("Right: 5."), page.get_by_text("It is 5.")
    expect(right).to_be_hidden()
    expect(wrong).to_be_hidden()
    expect(page.locator(".recording .player")).to_be_hidden()  # the answer is in it
    page.get_by_label("3", exact=True).focus()
    page.keyboard.press("Space")
    expect(wrong).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(right).to_be_visible()
    expect(wrong).to_be_hidden()
