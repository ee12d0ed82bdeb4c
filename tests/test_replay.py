"""Recordings on a page: what is kept of one, and that its replay there is the notebook's."""

import json
from array import array
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
import pytest
from browsing import shot
from playwright.sync_api import Browser, Locator, Page, expect
from psycopg_pool import ConnectionPool
from waiting import until

from poollab import watch
from poollab.kernel import PUBLISHING
from poollab.postgres.instance import Postgres
from poollab.publish import replays
from poollab.watch import recorded as kept
from poollab.watch.frame import LOST_FOR, frame, moments
from poollab.watch.holders import Holders
from poollab.watch.overview import peak
from poollab.watch.recorded import MIME, recorded
from poollab.watch.recording import Recording
from poollab.watch.samples import Activity, Sample, ServerSample
from poollab.watch.view import View, front
from poollab.watch.view.still import Still

browser_test = pytest.mark.browser
TITLE = "One forgotten, one killed, one waits"


@pytest.fixture(scope="module")
def recording(db: Postgres) -> watch.LiveRecording:
    """A real pool of three: one is forgotten, one killed, and somebody waits for the third."""
    with ConnectionPool(db.dsn, min_size=2, max_size=3) as pool:
        pool.wait()
        with watch.pool(pool, dsn=db.dsn, every=0.005) as seen:
            forgotten: list[Any] = []
            run(lambda: forgotten.append(pool.getconn()))
            until(lambda: "leaked" in states(seen))
            one, other = pool.getconn(), pool.getconn()
            guest = Thread(target=lambda: pool.putconn(pool.getconn()))
            guest.start()
            until(lambda: seen.sample().waiting == 1)
            db.kill(one.info.backend_pid)
            until(lambda: "broken" in states(seen))
            for connection in (other, one, *forgotten):
                pool.putconn(connection)
            guest.join()
            until(lambda: seen.sample().idle == 3)
    return seen


@pytest.fixture(scope="module")
def made() -> Recording:
    """One in which a connection was lost, the server fell silent, and much was noted."""
    counts = [(0.25, (1, 2), 0b01, 0), (1.0, (1,), 0b1, 2), (19.5, (1,), 0, 0)]
    seen = made_of([Sample(t, pids, mask, 0, waiting) for t, pids, mask, waiting in counts], 20)
    seen.lost, seen.limit, seen.max_connections = [(1.1, 2)], 2, 60
    seen.notes = [(0.3 * n, f"this is note {n}") for n in range(1, 9)]
    rows, ages = [Activity(1, "active", "Lock", "advisory", "SELECT <1>")], [0.4, 0.5, 9.0]
    seen.server_samples = [ServerSample(t, 9, rows, array("f", ages)) for t in (0.5, 1.3)]
    seen.first_on_server = {1: 0.5}
    return seen


def run(what: Any) -> None:
    """Do something in a thread that has ended then."""
    thread = Thread(target=what)
    thread.start()
    thread.join()


def states(seen: watch.LiveRecording) -> list[str]:
    return [mark[1] for mark in frame(seen, seen.sample().t)["marks"]]


def made_of(samples: list[Sample], seconds: float) -> Recording:
    """Return a recording of so many seconds that has ended."""
    made = Recording(0.02)
    made.samples = samples
    made.holders = [Holders(0.0, (), (), array("f"), ())]
    made._ended = made.began + seconds
    return made


def plain(shown: Any) -> Any:
    """Return what becomes of something as JSON."""
    return json.loads(json.dumps(shown))


# What is kept


def test_a_long_recording_keeps_its_busiest_moments() -> None:
    samples = [Sample(n * 0.01, (1, 2), n % 3, 0, 9 * (n == 7001)) for n in range(9000)]
    made = made_of(samples, 90.0)
    text = json.loads(recorded(made, "Long"))
    assert len(text["t"]) <= kept.MOST < text["moments"] == 9000
    assert text["t"][-1] == samples[-1].t
    busiest = peak(made)
    assert busiest is not None
    shown = max(t for t in text["t"] if t <= busiest)
    assert frame(made, shown)["waiting"] == 9


def test_a_frame_changes_when_a_lost_connection_is_no_longer_shown(made: Recording) -> None:
    assert {1.1, 1.1 + LOST_FOR} <= set(moments(made))


def test_only_for_a_page_the_recording_is_beside_its_picture(
    recording: watch.LiveRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = Still(recording, TITLE)
    assert MIME not in still._repr_mimebundle_()[0]
    for name, value in PUBLISHING.items():
        monkeypatch.setenv(name, value)
    data, _ = still._repr_mimebundle_()
    assert data[MIME] == recorded(recording, TITLE)
    output = nbformat.v4.new_output("display_data", data)
    cell = nbformat.v4.new_code_cell("seen.view()", id="live", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A"), cell])
    assert replays.found(notebook) == [("live", data[MIME], TITLE)]
    replays.play(notebook)
    assert list(cell.outputs[0].data) == ["text/html"]
    assert data["text/html"] in cell.outputs[0].data["text/html"]


def test_for_a_page_a_recording_has_time_to_be_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = made_of([Sample(0.0, (1,), 1, 0, 0)], 1.0)
    View(made)._ipython_display_()
    assert not made.is_on_show, "nobody looks at what a command runs"
    for name, value in PUBLISHING.items():
        monkeypatch.setenv(name, value)
    View(made)._ipython_display_()
    assert made.is_on_show


# In a browser


@pytest.fixture
def replayed(page: Page, recording: watch.LiveRecording, tmp_path: Path) -> Locator:
    """The replay of the recording, on a page that was opened from a folder."""
    page.goto(written(tmp_path, recorded(recording, TITLE)))
    view = page.locator(".poollab-replay .poollab-view")
    expect(view).to_be_visible()
    return view


def written(folder: Path, recording: str, above: str = "") -> str:
    """Write a page with a recording, and something above it; return its address."""
    (folder / "poollab.js").write_text(replays.script(), encoding="utf-8")
    (folder / "pages.css").write_text(replays.style(), encoding="utf-8")
    part = replays.html(recording, TITLE, "<p>In the picture somebody waits.</p>")
    path = folder / "page.html"
    path.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A lesson</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="pages.css"><script src="poollab.js"></script></head>'
        f"<body><main><h1>A lesson</h1>{above}{part}<p id=after>What follows</p></main></body>"
        "</html>",
        encoding="utf-8",
    )
    return path.as_uri()


KEPT = f"{front.SCRIPT}\n{front.RECORDED}\nconst kept = new Recorded(text);"


def asked(page: Page, text: str, what: str, things: list[Any]) -> list[Any]:
    """Return what the page's part finds for each of some things, called ``one``."""
    found = page.evaluate(
        f"([text, all]) => {{ {KEPT}\nreturn all.map((one) => {what}); }}", [text, things]
    )
    return list(found)


@browser_test
def test_the_page_has_each_frame_of_the_kernel(page: Page, recording: watch.LiveRecording) -> None:
    text = recorded(recording, TITLE)
    times = json.loads(text)["t"]
    assert len(times) == json.loads(text)["moments"] > 20
    for some in (times, [(one + other) / 2 for one, other in pairwise(times)]):
        wanted = [plain(frame(recording, t)) for t in some]
        assert asked(page, text, "kept.at(one)", some) == wanted
    seen = {mark[1] for t in times for mark in frame(recording, t)["marks"]}
    assert {"leaked", "broken", "idle", "in use"} <= seen


@browser_test
def test_a_step_on_the_page_leads_where_the_kernels_leads(
    page: Page, recording: watch.LiveRecording
) -> None:
    view = View(recording)
    answers: list[Any] = []
    view.send = answers.append
    times = [-5.0, 0.0, 1e9, *(sample.t for sample in recording.samples), recording.seconds / 3]
    questions = [{"at": t, "step": step, "ask": "a"} for t in times for step in (0, 1, -1)]
    for question in questions:
        view._handle_custom_msg(question, [])
    found = asked(page, recorded(recording, TITLE), "kept.reached(one.at, one.step)", questions)
    assert found == [answer["frame"]["t"] for answer in answers]


SEEN = """view => ({
  t: view.dataset.t,
  counts: [...view.querySelectorAll(".numbers dd")].map((count) => count.textContent),
  marks: [...view.querySelectorAll(".mark")].map((mark) => [
    mark.dataset.state, mark.innerText, mark.getAttribute("aria-label"), mark.className]),
  parts: [".legend", ".queue", ".detail", ".server", ".notes", ".clock"].map(
    (part) => view.querySelector(part).textContent),
  line: [...view.querySelectorAll(".line path")].map((path) => path.getAttribute("d")),
})"""
NOTEBOOK = """
const heard = {};
const model = {
  get: (name) => ({ title, frame_json })[name],
  on: (event, hear) => (heard[event] = hear),
  off: () => {},
  send: (question) => kernel(question).then((answer) => heard["msg:custom"](answer)),
};
const el = document.body.appendChild(document.createElement("div"));
el.id = "notebook";
el.style.width = `${document.querySelector(".poollab-replay").clientWidth}px`;
render({ model, el });
"""


@pytest.fixture
def beside(replayed: Locator, recording: watch.LiveRecording) -> Locator:
    """Below the replay the view as in a notebook: the widget answers from the recording itself."""
    view = View(recording, TITLE)
    answers: list[Any] = []
    view.send = answers.append

    def kernel(question: dict[str, Any]) -> Any:
        view._handle_custom_msg(question, [])
        return plain(answers.pop())

    page = replayed.page
    page.expose_function("kernel", kernel)
    page.evaluate(
        f"([title, frame_json]) => {{ {front.SCRIPT}\n{NOTEBOOK} }}", [TITLE, view.frame_json]
    )
    return page.locator("#notebook .poollab-view")


def are_at(t: float, *views: Locator) -> None:
    """Wait until the views show a moment."""
    for view in views:
        expect(view).to_have_attribute("data-t", f"{t:g}" if t == 0 else repr(t))


@browser_test
def test_stepped_and_pointed_at_the_replay_is_the_notebooks(
    replayed: Locator, beside: Locator, recording: watch.LiveRecording
) -> None:
    for view in (replayed, beside):
        view.get_by_label("Time in the recording").press("Home")
    are_at(0, replayed, beside)
    leaks = 0
    for sample in recording.samples:
        for view in (replayed, beside):
            view.get_by_role("button", name="step on").press("Enter")
        are_at(sample.t, replayed, beside)
        shown = [pointed_at(view) for view in (replayed, beside)]
        assert shown[0] == shown[1]
        counts = [str(sample.in_use), str(sample.idle), str(sample.waiting)]
        assert shown[0]["counts"][:3] == counts
        leaks += any(mark[0] == "leaked" for mark in shown[0]["marks"])
    assert leaks
    for view in (replayed, beside):
        view.get_by_role("button", name="step back").press("Enter")
    are_at(recording.samples[-2].t, replayed, beside)


def pointed_at(view: Locator) -> Any:
    """Point at the last connection; return all that the view shows then."""
    view.locator(".mark").last.hover()
    expect(view.locator(".looked")).to_have_count(1)
    return view.evaluate(SEEN)


COLLECT = """() => {
  const root = document.querySelector(".poollab-view");
  const count = (name) => Number(root.querySelector(`[data-count="${name}"] dd`).textContent);
  window.shown = [];
  new MutationObserver(() => window.shown.push(
    [Number(root.dataset.t), count("in_use"), count("waiting"), document.body.scrollHeight]
  )).observe(root, { attributes: true, attributeFilter: ["data-t"] });
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.shifts += one.value;
  }).observe({ type: "layout-shift" });
}"""


@browser_test
@pytest.mark.parametrize("width", [360, 1280])
def test_played_it_shows_what_the_pool_did_and_nothing_moves(
    page: Page, recording: watch.LiveRecording, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(written(tmp_path, recorded(recording, TITLE)))
    view = page.locator(".poollab-view")
    shot(view, f"replay-{width}")
    page.evaluate(COLLECT)
    view.get_by_role("button", name="Play").press("Enter")
    expect(view.locator(".clock")).to_have_text(
        f"{recording.seconds:.2f} of {recording.seconds:.2f} s"
    )
    expect(view.get_by_role("button", name="Play")).to_be_visible()  # it has ended
    shown = page.evaluate("window.shown")
    assert len(shown) > 5
    for t, *counts, _ in shown:
        sample = recording.at(t)
        assert counts == [sample.in_use, sample.waiting], t
    assert len({height for *_, height in shown}) == 1
    assert page.evaluate("window.shifts") < 0.01


PARTS = "[...document.querySelector('.poollab-view').children]"
HEIGHTS = f"{PARTS}.map(part => part.style.minHeight)"


@browser_test
def test_one_far_below_is_measured_when_it_comes_near(
    page: Page, recording: watch.LiveRecording, tmp_path: Path
) -> None:
    """Else a page would be laid out for all its recordings before the first line is there."""
    page.goto(written(tmp_path, recorded(recording, TITLE), "<div style='height: 9000px'></div>"))
    expect(page.locator(".clock")).to_contain_text(" of ")
    frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frames)  # the browser has told how large it is
    assert set(page.evaluate(HEIGHTS)) == {""}
    page.evaluate("scrollTo(0, 8000)")
    page.wait_for_function(f"!{HEIGHTS}.includes('')")


@browser_test
def test_it_begins_at_the_peak_and_plays_from_the_start(
    replayed: Locator, recording: watch.LiveRecording
) -> None:
    busiest = peak(recording)
    assert busiest is not None
    are_at(busiest, replayed)
    expect(replayed.locator(".over")).to_contain_text("Recorded on a real pool")
    replayed.get_by_label("Speed").select_option("ten times slower")
    replayed.page.evaluate(COLLECT)
    replayed.get_by_role("button", name="Play").click()
    replayed.page.wait_for_function("window.shown.length > 3")
    replayed.get_by_role("button", name="Pause").click()
    first = replayed.page.evaluate("window.shown[0][0]")
    assert 0 <= first < busiest / 2


@browser_test
def test_the_keyboard_is_enough(replayed: Locator, recording: watch.LiveRecording) -> None:
    press = replayed.page.keyboard.press
    press("Tab")
    expect(replayed.locator(".marks")).to_be_focused()
    press("End")
    label = replayed.locator(".mark").last.get_attribute("aria-label")
    expect(replayed.locator(".detail")).to_have_text(label or "")
    for name in ("to live", "step back", "play", "step on", "to the peak"):
        press("Tab")
        expect(replayed.locator(f'[data-do="{name}"]')).to_be_focused()
    press("Enter")
    press("Tab")
    press("Tab")
    expect(replayed.get_by_label("Time in the recording")).to_be_focused()
    press("Home")
    are_at(0, replayed)
    press("ArrowRight")
    are_at(0.01, replayed)
    expect(replayed.get_by_label("Time in the recording")).to_be_focused()


PICTURE = "In the picture somebody waits."


@browser_test
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"version": 2}', "was made by another version of Pool Lab"),
        ('{"version": 0, "t": []}', "was made by another version of Pool Lab"),
        ('{"version": 1, "t": [0]}', "This recording is damaged"),
        ('{"version": 1, "t": [0', "This recording is damaged"),
        ("null", "was made by another version of Pool Lab"),
    ],
)
def test_a_recording_that_can_not_be_replayed_says_so(
    page: Page, tmp_path: Path, text: str, why: str
) -> None:
    page.goto(written(tmp_path, text))
    expect(page.get_by_text(PICTURE)).to_be_visible()
    expect(page.locator(".poollab-why")).to_contain_text(why)
    expect(page.locator(".poollab-view")).to_have_count(0)


@browser_test
def test_without_a_script_and_in_print_there_is_the_picture(
    browser: Browser, replayed: Locator, recording: watch.LiveRecording, tmp_path: Path
) -> None:
    page = replayed.page
    expect(page.get_by_text(PICTURE)).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text(PICTURE)).to_be_visible()
    expect(replayed).to_be_hidden()
    without = browser.new_page(java_script_enabled=False)
    without.goto(written(tmp_path, recorded(recording, TITLE)))
    expect(without.get_by_text(PICTURE)).to_be_visible()
    expect(without.get_by_text("What follows")).to_be_visible()
    without.close()


@browser_test
def test_a_query_can_not_end_the_recording(page: Page, tmp_path: Path) -> None:
    made = made_of([Sample(0.0, (1,), 1, 0, 0)], 1.0)
    made.notes = [(0.5, "somebody asked </script><script>boom()</script>")]
    page.goto(written(tmp_path, recorded(made, "</script>")))
    expect(page.locator(".poollab-view .notes")).to_be_attached()
    page.get_by_role("button", name="End").click()
    expect(page.locator(".poollab-view .notes")).to_contain_text("</script><script>boom()")


@browser_test
def test_a_key_that_is_held_moves_on_and_on(replayed: Locator) -> None:
    """The system repeats the press of a key, and not its release."""
    keyboard, looked = replayed.page.keyboard, replayed.locator(".looked")
    replayed.locator(".marks").press("Home")
    labels = [mark.get_attribute("aria-label") or "" for mark in replayed.locator(".mark").all()]
    for label in labels[1:]:
        keyboard.down("ArrowRight")
        expect(looked).to_have_attribute("aria-label", label)
    assert len(labels) > 2
    keyboard.up("ArrowRight")


LIVE = """
const heard = {};
const frame = (t) =>
  JSON.stringify({ ...kept.at(t), seconds: t, live: true, line: [], peak: null });
const model = {
  get: (name) => ({ title: "Live", frame_json: frame(window.now) })[name],
  on: (event, hear) => (heard[event] = hear),
  off: () => {},
};
window.now = 0.1;
const el = document.body.appendChild(document.createElement("div"));
el.id = "live";
render({ model, el });
window.goOn = (t) => { window.now = t; heard["change:frame_json"](); };
"""


@browser_test
def test_a_live_views_slider_goes_on_also_under_the_keyboard(
    page: Page, recording: watch.LiveRecording
) -> None:
    page.evaluate(f"(text) => {{ {KEPT}\n{LIVE} }}", recorded(recording, TITLE))
    slider = page.locator("#live").get_by_label("Time in the recording")
    slider.focus()
    for t in ("0.2", "0.3"):
        page.evaluate(f"window.goOn({t})")
        expect(slider).to_have_value(t)
