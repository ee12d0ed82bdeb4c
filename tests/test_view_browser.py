"""The view in a real browser: JupyterLab and Notebook 7, live, replayed, and exported."""

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browsing import Jupyter, jupyter, leave, open_notebook, saves, shot
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

START = """
import asyncio, asyncpg, httpx, json
from contextlib import asynccontextmanager
from fastapi import FastAPI
from poollab import postgres, watch
from poollab.server import serve

db = postgres.start(max_connections=60)

@asynccontextmanager
async def lifespan(app):
    app.state.pool = await asyncpg.create_pool(db.dsn, min_size=0, max_size=5)
    yield
    app.state.pool.terminate()

app = FastAPI(lifespan=lifespan)

@app.get("/meal/{table}")
async def meal(table: int):
    async with app.state.pool.acquire() as connection:
        await connection.fetchval("SELECT pg_advisory_xact_lock_shared(1)")

@app.get("/forget")
async def forget():
    connection = await app.state.pool.acquire()
    return await connection.fetchval("SELECT 1")

server = serve(app)
turnstile = await asyncpg.connect(db.dsn)
client = httpx.AsyncClient(
    base_url=server.url, timeout=60, limits=httpx.Limits(max_connections=60))
"""
SHOW = """
seen = watch.pool(app.state.pool, dsn=db.dsn)
seen.view("Fifty clients, five connections")
"""
CROWD = """
await turnstile.execute("SELECT pg_advisory_lock(1)")
meals = [asyncio.create_task(client.get(f"/meal/{n}")) for n in range(50)]
_ = await seen.until(in_use=5, waiting=45)
"""
LET_GO = """
await turnstile.execute("SELECT pg_advisory_unlock_all()")
_ = await asyncio.gather(*meals)
_ = await seen.until(in_use=0, waiting=0)
"""
KILL = """
victim = seen.sample().pids[0]
_ = db.kill(victim)
print("victim", victim)
"""
FORGET = """
_ = await client.get("/forget")
"""
COMPARE = """
pages = json.load(open("page.json"))
said = [(one["in_use"], one["waiting"]) for one in pages]
known = [(at.in_use, at.waiting) for at in map(seen.at, [one["t"] for one in pages])]
print("equal" if said == known else [p for p in zip(pages, known)], len(pages) > 5)
print("looked at:", seen.is_on_show)
"""
STOP = """
seen.stop()
server.stop()
await turnstile.close()
db.close()
"""
CELLS = [START, SHOW, CROWD, LET_GO, KILL, FORGET, COMPARE, STOP]

COLLECT = """
window.shown = [];
const root = document.querySelector(".poollab-view");
const count = (name) => Number(root.querySelector(`[data-count="${name}"] dd`).textContent);
new MutationObserver(() => window.shown.push(
  { t: Number(root.dataset.t), in_use: count("in_use"), waiting: count("waiting") }
)).observe(root, { attributes: true, attributeFilter: ["data-t"] });
"""


class Notebook:
    """A notebook that is open in the browser, run cell by cell."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        open_notebook(page, address)
        self.cells = page.locator(".jp-Notebook .jp-CodeCell")
        self.view = page.locator(".poollab-view")

    def run(self, place: int) -> str:
        """Run a cell; return what it printed."""
        cell = self.start(place)
        prompt = cell.locator(".jp-InputArea .jp-InputPrompt")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))
        assert cell.locator("[data-mime-type*=stderr], .jp-mod-error").count() == 0
        return "".join(cell.locator(".jp-OutputArea-output pre").all_inner_texts()).strip()

    def start(self, place: int) -> Locator:
        """Start a cell; return it."""
        cell = self.cells.nth(place)
        prompt = cell.locator(".jp-InputArea .jp-InputPrompt")
        before = prompt.inner_text()

        self.press(place)
        expect(prompt).not_to_have_text(before)
        return cell

    def press(self, place: int) -> None:
        """Press Shift+Enter in a cell."""
        self.cells.nth(place).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")

    def counts(self, **wanted: int) -> None:
        """Wait until the page shows these counts."""
        for name, count in wanted.items():
            expect(self.view.locator(f'[data-count="{name}"] dd')).to_have_text(str(count))

    def mark(self, state: str) -> Locator:
        """Return the marks in a state."""
        return self.view.locator(f'.mark[data-state="{state}"]')


def write(folder: Path, cells: list[str]) -> Path:
    """Write a notebook; return where it is."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    notebook = new_notebook(
        cells=[new_code_cell(cell.strip()) for cell in cells], metadata={"kernelspec": kernel}
    )
    path = folder / "view.ipynb"
    nbformat.write(notebook, path)
    return path


def test_the_view_shows_what_the_pool_does(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    address = lab.address(write(tmp_path, CELLS))
    shows_what_the_pool_does(Notebook(page, address), tmp_path, "jupyterlab")


@pytest.mark.thorough
def test_the_view_shows_it_in_notebook(page: Page, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with jupyter(tmp_path / "server", "notebook") as served:
        address = served.address(write(tmp_path, CELLS), "notebook")
        shows_what_the_pool_does(Notebook(page, address), tmp_path, "notebook")
        leave(page, served)


def shows_what_the_pool_does(notebook: Notebook, folder: Path, app: str) -> None:
    """Run the cells of a notebook in this folder; look at the view after each."""
    page, view = notebook.page, notebook.view
    notebook.run(0)
    notebook.run(1)
    notebook.counts(in_use=0, waiting=0, idle=0)
    page.evaluate(COLLECT)

    notebook.run(2)  # fifty clients at the turnstile
    notebook.counts(in_use=5, waiting=45, idle=0)
    expect(view).to_contain_text("45 requests wait")
    expect(notebook.mark("in use")).to_have_count(5)
    held = re.compile(r"in use for [\d.]+ s by GET /meal/\d+")
    for mark in notebook.mark("in use").all():
        expect(mark).to_have_attribute("aria-label", held)
    expect(view.locator(".server")).to_contain_text("5 active")
    expect(view.locator(".server")).to_contain_text("of 60")
    shot(view, f"{app}-waiting")

    notebook.run(3)  # let go
    notebook.counts(in_use=0, waiting=0, idle=5)
    expect(view).to_contain_text("No request waits")
    shot(view, f"{app}-let-go")

    victim = notebook.run(4).split()[1]
    broken = view.locator(".mark", has_text=victim)
    expect(broken).to_contain_text("broken")
    expect(broken).to_have_attribute("aria-label", re.compile("broken: it ended"))
    shot(view, f"{app}-broken")

    notebook.run(5)  # a connection that is not given back
    expect(notebook.mark("leaked")).to_have_count(1)
    expect(notebook.mark("leaked")).to_contain_text("leaked")
    notebook.mark("leaked").hover()
    expect(view.locator(".detail")).to_contain_text("GET /forget is over")
    expect(view.locator(".detail")).to_contain_text("Last query: SELECT 1.")
    shot(view, f"{app}-leaked")

    (folder / "page.json").write_text(json.dumps(page.evaluate("window.shown")))
    assert notebook.run(6) == "equal True\nlooked at: True"
    page.set_viewport_size({"width": 1280, "height": 400})
    notebook.cells.last.scroll_into_view_if_needed()  # far below the view
    expect(page.locator(".poollab-strip")).to_be_in_viewport(ratio=1)
    shot(page, f"{app}-strip")
    page.set_viewport_size({"width": 1280, "height": 900})
    notebook.run(7)
    expect(view.locator(".state")).to_contain_text("ended")
    replay(notebook)
    still = page.locator(".poollab-still")
    expect(still).to_have_count(1)
    expect(still).to_be_hidden()


LOOKED_AT = """() => {
  const view = document.querySelector(".poollab-view");
  const label = [...view.querySelectorAll(".mark")].at(-1).getAttribute("aria-label");
  return label && view.querySelector(".detail").textContent === label;
}"""


def replay(notebook: Notebook) -> None:
    """Scrub, step and play what was recorded, by keyboard."""
    view, page = notebook.view, notebook.page
    slider = view.get_by_label("Time in the recording")
    slider.focus()
    page.keyboard.press("Home")
    expect(view).to_have_attribute("data-t", "0")
    notebook.counts(in_use=0, waiting=0)
    step = view.get_by_role("button", name="step on")
    numbers = view.locator(".numbers")
    full = re.compile(r"in use\s+5\s+idle\s+0\s+waiting\s+45\s")
    for _ in range(400):
        if full.search(numbers.inner_text()):
            break
        before = view.get_attribute("data-t")
        step.press("Enter")
        expect(view).not_to_have_attribute("data-t", before or "")
    notebook.counts(in_use=5, waiting=45)
    at = float(view.get_attribute("data-t") or 0)
    view.get_by_label("Speed").select_option("ten times slower")
    play = view.get_by_role("button", name="Play")
    play.press("Enter")
    expect(view).not_to_have_attribute("data-t", str(at))
    view.get_by_role("button", name="Pause").press("Enter")
    assert float(view.get_attribute("data-t") or 0) > at
    expect(view.locator(".state")).to_have_text("ended")

    view.locator(".marks").focus()
    page.keyboard.press("End")
    last = view.locator(".mark").last
    expect(last).to_have_class(re.compile("looked"))
    page.wait_for_function(LOOKED_AT)  # a frame asked for before the pause may still come
    view.get_by_role("button", name="End", exact=True).press("Enter")
    notebook.counts(waiting=0)


INTERRUPTED = """
with watch.pool(app.state.pool) as watched:
    display(watched.view("To be interrupted"))
    await watched.until(in_use=7, seconds=600)
"""
KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


def test_a_cell_run_again_interrupted_and_a_kernel_that_is_gone(
    page: Page, tmp_path: Path, lab: Jupyter
) -> None:
    path = write(tmp_path, [START, SHOW, INTERRUPTED, KILLED])
    notebook = Notebook(page, lab.address(path))
    notebook.run(0)
    notebook.run(1)
    expect(notebook.view.locator(".state")).to_have_text("live")
    notebook.run(1)
    expect(notebook.view).to_have_count(1)
    shown = notebook.view.nth(0).locator(".state")
    expect(shown).to_have_text("live")

    cell = notebook.start(2)
    second = notebook.view.nth(1).locator(".state")
    expect(second).to_have_text("live")
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Interrupt Kernel").click()
    expect(second).to_have_text("ended: the cell was interrupted")
    expect(shown).to_have_text("live")
    # for a moment the kernel throws away what it is asked to run
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
    for _ in range(5):
        notebook.press(3)
        with contextlib.suppress(AssertionError):
            expect(shown).to_contain_text("gone", timeout=10_000)
            break
    expect(shown).to_contain_text("gone")
    expect(second).to_have_text("ended: the cell was interrupted")


FAR_DOWN = "\n".join(f"# a line {n} of a long cell" for n in range(60))
TWO_GONE = """
_ = [await client.get("/forget") for _ in range(2)]
"""


def test_a_live_view_stays_in_sight_while_it_runs(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    path = write(tmp_path, [START, SHOW, FAR_DOWN, TWO_GONE, STOP])
    for theme, notebook in in_each_theme(page, lab, path):
        strip = page.locator(".poollab-strip")
        notebook.run(1)
        notebook.cells.nth(1).scroll_into_view_if_needed()
        expect(notebook.view.locator(".numbers")).to_be_in_viewport()
        expect(strip).to_be_hidden()
        notebook.run(3)  # far below the view
        expect(notebook.view.locator(".numbers")).not_to_be_in_viewport()
        expect(strip).to_be_in_viewport(ratio=1)
        expect(strip.locator('[data-count="in_use"]')).to_have_text(re.compile(r"in use\s*2"))
        expect(strip).to_contain_text("2 leaked")
        for width in (700, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            expect(strip.get_by_role("button", name="Hide")).to_be_in_viewport(ratio=1)
            shot(page, f"{theme}-{width}-strip")

        strip.get_by_role("button", name="Show the view").press("Enter")
        expect(strip).to_be_hidden()
        expect(notebook.view.locator(".numbers")).to_be_in_viewport()
        expect(notebook.view.locator(".marks")).to_be_focused()  # not lost with the button
        notebook.run(3)
        expect(strip).to_be_visible()
        notebook.run(4)  # the end of the recording
        expect(strip).to_be_hidden()


def test_who_does_not_want_the_strip_hides_it(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    notebook = Notebook(page, lab.address(write(tmp_path, [START, SHOW, FAR_DOWN, TWO_GONE])))
    for cell in (0, 1, 3):
        notebook.run(cell)
    strip = page.locator(".poollab-strip")
    strip.get_by_role("button", name="Hide").press("Enter")
    expect(strip).to_have_count(0)
    expect(notebook.view.locator(".marks")).to_be_focused()
    expect(notebook.view.locator(".state")).to_have_text("live")


GROWS = """
from array import array
from poollab.watch.holders import Holders
from poollab.watch.recording import Recording
from poollab.watch.samples import Sample
from poollab.watch.view import View

class Live(Recording):
    known_until = property(lambda self: self.known)

seen = Live(0.02)
counts = [(0.0, 0, 0), (1.0, 0b11, 4), (2.0, 0, 0)]
seen.samples = [Sample(t, (1, 2), in_use, 0, waiting) for t, in_use, waiting in counts]
seen.holders = [Holders(0.0, (1, 2), ("GET /a", "GET /b"), array("f", [1.0] * 2), ())]
def until(t):
    seen.known = t
    view.frame_json = view._now()
seen.known = 2.6
view = seen.view("Two of two")
view
"""
ENDS = "seen._ended = seen.began + 2.6; until(2.6)"
AXES = {2.6: ("0 s", "5 s", 0.52), 7: ("0 s", "10 s", 0.7), 45: ("30 s before", "now", 1.0)}
DRAWN = "path => path.getBBox().width / 300"  # of the whole width


def test_the_axis_grows_with_the_recording(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    cells = [GROWS, *(f"until({t})" for t in AXES), ENDS]
    notebook = Notebook(page, lab.address(write(tmp_path, cells)))
    notebook.run(0)
    line = notebook.view.locator(".line")
    start, end = line.locator(".axis > :first-child"), line.locator(".axis > :last-child")
    for cell, (first, last, share) in enumerate(AXES.values(), start=1):
        notebook.run(cell)
        expect(start).to_have_text(first)
        expect(end).to_have_text(last)
        assert abs(line.locator(".size").evaluate(DRAWN) - share) < 0.02
        expect(line.locator(".cursor")).to_have_attribute("d", "")
    notebook.run(len(cells) - 1)
    expect(end).to_have_text("2.6 s")
    assert line.locator(".size").evaluate(DRAWN) > 0.99


def test_the_end_says_how_to_see_it_again(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    for theme, notebook in in_each_theme(page, lab, write(tmp_path, [GROWS, ENDS])):
        peak = notebook.view.get_by_role("button", name="Peak")
        over = notebook.view.locator(".over[role=status]")  # said once by a screen reader
        expect(peak).to_be_hidden()
        expect(over).to_have_text("")
        notebook.run(1)
        expect(over).to_contain_text("drag the slider, step or play")
        notebook.counts(in_use=0, waiting=0)
        assert cursor_at(notebook) > 0.99
        peak.press("Enter")
        notebook.counts(in_use=2, waiting=4)
        expect(notebook.view).to_have_attribute("data-t", "1.5")
        assert abs(cursor_at(notebook) - 1.5 / 2.6) < 0.01
        for width in (420, 1000):
            notebook.view.evaluate("(v, width) => { v.style.width = `${width}px` }", width)
            fits(notebook.view)
            shot(notebook.view, f"{theme}-{width}-peak")


ACTIVE = re.compile(r"\bjp-mod-active\b")


def test_keys_in_the_view_are_its_own(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    address = lab.address(write(tmp_path, [GROWS, ENDS, FAR_DOWN]))
    keys_are_its_own(Notebook(page, address))


def test_keys_in_the_view_are_its_own_in_notebook(page: Page, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with jupyter(tmp_path / "server", "notebook") as served:
        path = write(tmp_path, [GROWS, ENDS, FAR_DOWN])
        keys_are_its_own(Notebook(page, served.address(path, "notebook")))
        leave(page, served)


def keys_are_its_own(notebook: Notebook) -> None:
    """Press keys in the view which mean something to the notebook, too."""
    notebook.run(0)
    notebook.run(1)
    view, press = notebook.view, notebook.page.keyboard.press
    slider = view.get_by_label("Time in the recording")
    slider.focus()
    for key, t in {
        "Home": "0",
        "ArrowUp": "0.01",
        "ArrowRight": "0.02",
        "ArrowDown": "0.01",
    }.items():
        press(key)
        expect(view).to_have_attribute("data-t", t)
        expect(slider).to_be_focused()
    step = view.get_by_role("button", name="step on")
    step.focus()
    for key, t in {"Space": "1", "Enter": "2"}.items():
        press(key)
        expect(view).to_have_attribute("data-t", t)
        expect(step).to_be_focused()
    expect(notebook.cells.nth(0)).to_have_class(ACTIVE)
    with notebook.page.expect_response(saves):  # a key of the notebook's still is
        press("Control+s")
    press("Shift+Enter")  # it goes on, and does not run the cell again
    expect(notebook.cells.nth(1)).to_have_class(ACTIVE)
    expect(view).to_have_attribute("data-t", "2")


def cursor_at(notebook: Notebook) -> float:
    """Return where the cursor stands on the line: 0 at its start, 1 at its end."""
    drawn = notebook.view.locator(".line .cursor").evaluate("path => path.getBBox().x")
    return float(drawn) / 300


MOVED = """
window.frames_ = window.moves = 0;
const root = document.querySelector(".poollab-view");
new MutationObserver(() => window.frames_++).observe(
  root, { attributes: true, attributeFilter: ["data-t"] });
new MutationObserver(() => window.moves++).observe(
  root.querySelector(".line .waiting"), { attributes: true, attributeFilter: ["d"] });
"""


MOTIONS: dict[Any, tuple[int, ...]] = {"no-preference": (0, 1), "reduce": (1,)}


@pytest.mark.thorough
def test_motion_is_reduced_for_those_who_ask(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    address = lab.address(write(tmp_path, [START, SHOW]))
    for motion, cells in MOTIONS.items():
        page.emulate_media(reduced_motion=motion)
        notebook = Notebook(page, address)
        for cell in cells:
            notebook.run(cell)
        expect(notebook.view).to_have_count(1)
        page.evaluate(MOVED)
        page.wait_for_function("window.frames_ >= 30")
        moves, frames = page.evaluate("[window.moves, window.frames_]")
        assert moves * 4 < frames if motion == "reduce" else moves > frames / 2


MANY = """
from poollab.watch.recording import Recording
from poollab.watch.holders import Holders
from poollab.watch.samples import Sample
from array import array

def of(count):
    made = Recording(0.02)
    pids = tuple(range(20_000, 20_000 + count))
    in_use = 2 ** (count * 2 // 3) - 1
    made.samples = [Sample(0.0, pids, 0, 0, 0), Sample(5.0, pids, in_use, 2, 500)]
    names = tuple(f"GET /orders/{n}" for n in range(count))
    odd = tuple((pid, "leaked") for pid in pids[2:3])
    made.holders = [Holders(5.0, pids, names, array("f", [5.0] * count), odd)]
    made._ended, made.limit = made._began + 8, 300
    return made

for count in (1, 24, 100, 300):
    display(of(count).view(f"{count} connections"))
"""


def in_each_theme(page: Page, lab: Jupyter, path: Path) -> Iterator[tuple[str, Notebook]]:
    """Run the cell of a notebook in JupyterLab's themes, one after the other in one kernel."""
    for theme in ("Light", "Dark"):
        lab.choose(theme)
        notebook = Notebook(page, lab.address(path))
        named = f"JupyterLab {theme}"
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", named)
        notebook.run(0)
        yield theme, notebook


@pytest.mark.thorough
def test_from_one_to_three_hundred_connections(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    for theme, notebook in in_each_theme(page, lab, write(tmp_path, [MANY])):
        expect(notebook.view).to_have_count(4)
        for width in (320, 800, 1600):
            for view in notebook.view.all():
                view.evaluate("(v, width) => { v.style.width = `${width}px` }", width)
                fits(view)
                shot(view, f"{theme}-{width}-{view.locator('h3').inner_text().split()[0]}")


ODD = """
from array import array
from poollab.watch.holders import Holders
from poollab.watch.recording import Recording
from poollab.watch.samples import Activity, Sample, ServerSample

made = Recording(0.02)
pids = (-1, 501, 502, 503, 504)
made.samples = [Sample(0.0, pids, 0b01111, 0, 0)]
odd = ((501, "checking"), (502, "listening"), (503, "collected"))
names = tuple(f"GET /{n}" for n in range(4)) + ("",)
made.holders = [Holders(0.0, pids, names, array("f", [1.0] * 5), odd)]
rows = [Activity(pid, "idle in transaction", None, None, "INSERT") for pid in pids[1:]]
ages = array("f", [4.0, 4.0, 9.0] * 4)
made.server_samples = [ServerSample(t, 9, rows, ages) for t in (1.0, 4.0)]
made.first_on_server = dict.fromkeys(pids[1:], 0.5)
made.max_connections, made.limit, made._ended = 60, 5, made._began + 5
made.view("Who disagrees")
"""
SAID = {
    "in use": "Connection no. 1: in use for 4.0 s by GET /0.",
    "checking": "by GET /1, being checked: the pool has not handed it over yet.",
    "listening": "Connection 502: pinned for LISTEN: GET /2 is over, the connection still listens",
    "collected": "Python has removed it, the pool still counts it as in use.",
    "disputed": "Connection 504: idle in the pool for 5.0 s, but not on the server: pool and "
    "server disagree. Last query: INSERT. The server says: idle in transaction for 4.0 s.",
}


def test_the_view_says_who_disagrees(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    for theme, notebook in in_each_theme(page, lab, write(tmp_path, [ODD])):
        for state, words in SAID.items():
            expect(notebook.mark(state)).to_have_attribute(
                "aria-label", re.compile(re.escape(words))
            )
        for width in (320, 800):
            notebook.view.evaluate("(v, width) => { v.style.width = `${width}px` }", width)
            notebook.mark("disputed").hover()
            fits(notebook.view)
            shot(notebook.view, f"{theme}-{width}-disagree")


def fits(view: Locator) -> None:
    """Fail when something of the view is cut off or covers something else."""
    wide = view.evaluate("v => [v.scrollWidth - v.clientWidth, v.getBoundingClientRect().height]")
    assert wide[0] <= 0 and wide[1] < 1100, wide
    boxes = view.locator(":scope > *:not(.spoken)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height)"
    )
    assert all(above["bottom"] <= below["top"] + 1 for above, below in pairwise(boxes)), boxes


EXPORTED = """
from psycopg_pool import ConnectionPool
from poollab import postgres, watch
db = postgres.start()
with ConnectionPool(db.dsn, min_size=2, open=True) as pool, watch.pool(pool) as seen:
    pool.wait()
    display(seen.view("Exported"))
    with pool.connection():
        seen.sample()
db.close()
"""


@pytest.mark.parametrize("state", ["kept", "not kept"])
def test_an_export_has_the_picture(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    path = write(tmp_path, [EXPORTED])
    keeps = f"--NotebookClient.store_widget_state={state == 'kept'}"
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook", "--inplace"]
    subprocess.run([*command, keeps, path.name], cwd=tmp_path, check=True, capture_output=True)
    notebook: Any = nbformat.read(path, as_version=4)
    pictures = [one for one in notebook.cells[0].outputs if "image/png" in one.get("data", {})]
    assert len(pictures) == 1, "what GitHub shows"
    command = [sys.executable, "-m", "nbconvert", "--to", "html", path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    page = browser.new_page()
    page.context.set_offline(True)  # what nbconvert's own page asks for beyond it is not ours
    page.goto(path.with_suffix(".html").as_uri())
    picture = page.locator("img[alt='Timeline: Exported']")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_text("2 connections were seen open")).to_be_visible()
    page.close()
