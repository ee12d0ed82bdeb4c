"""The pictures: what they say in words, how they are shown, and what they refuse."""

import io
import itertools
import math
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import matplotlib
import nbformat
import numpy
import pytest
from nbconvert import HTMLExporter
from PIL import Image, ImageColor
from playwright.sync_api import Page

from poollab import draw
from poollab.draw import style
from poollab.draw.conversation import NETWORK, spread
from poollab.draw.order import BAR
from poollab.draw.picture import DARK_PAGES
from poollab.draw.style import COLOURS, canvas, number
from poollab.draw.timeline import LEAKED
from poollab.errors import PoolLabError

GAP = {"a connection per request": 190.0, "a pool": 2800.0}
LINES = {
    "direct": [(50.0, 48.2), (90.0, 66.0), (99.0, 120.0), (99.9, 190.0), (100.0, 210.0)],
    "pool": [(50.0, 3.3), (90.0, 4.5), (99.0, 8.9), (99.9, 14.0), (100.0, 22.0)],
}
LIVES = [
    draw.Life("17", open=[(0, 1.0)], in_use=[(0.2, 0.4), (0.5, 0.9)], leaked=[(0.6, 0.9)]),
    draw.Life("18", open=[(0.1, 0.9)], in_use=[]),
]
CURVE = {"a": [(1, 10.0), (16, 511.0), (300, 171.0)], "b": [(1, 3.0), (300, 2000.0)]}
DOTS = [(10, 100.0, 20.0)]
BEATS: dict[str, list[float]] = {"a": [0.0, 0.1, 0.9], "b": [], "a longer label": [0.5]}
WAITING = [(0.0, 0), (0.2, 5), (0.5, 0)]
SAID = [
    draw.Arrow(0.001, "a", ["Hello"]),
    draw.Arrow(0.009, "b", ["Hello yourself", "15 × more"]),  # noqa: RUF001
    draw.Arrow(0.0091, "b", ["And", "one", "more"]),
]
TURNS = [draw.Span(0, 0.001, "on the way"), draw.Span(0.001, 0.009, "b")]


def all_pictures() -> dict[str, draw.Picture]:
    title = "What was found, said in a sentence that is too long for one line of the picture"
    return {
        "bars": draw.bars(GAP, title=title, unit="requests/s"),
        "limit": draw.bars(GAP, title=title, unit="requests/s", limit=("what is asked", 1000)),
        "columns": draw.columns({"0": 3, "10": 0, "20": 12}, title=title, x="x", y="y"),
        "latencies": draw.latencies(LINES, title=title),
        "prediction": draw.prediction(GAP, guess=10, title=title, unit="requests/s"),
        "curves": draw.curves(CURVE, title=title, x="x", y="y", text="said", marked={"knee": 16}),
        "steps": draw.curves({"one": WAITING}, title=title, x="x", y="y", text="s", steps=True),
        "plain": draw.curves(CURVE, title=title, x="x", y="y", text="s", plain=True),
        "shaded": draw.curves(CURVE, title=title, x="x", y="y", text="s", shaded={"c": (2, 9)}),
        "errors": draw.curves(CURVE, title=title, x="x", y="y", text="s", measured={"c": DOTS}),
        "ticks": draw.ticks(
            BEATS, {"b": (0.2, 0.6)}, tick="beat", span="held", title=title, x="s", text="said"
        ),
        "order": draw.order(
            {"a": ["b", "END", "c"], "d": ["END"]}, until="END", bar="open", title=title
        ),
        "timeline": draw.timeline(LIVES, WAITING, seconds=1.0, title=title, text="said"),
        "crowd": draw.timeline(LIVES * 150, WAITING, seconds=1.0, title=title, text="said"),
        "marked": draw.timeline(
            LIVES, WAITING, seconds=1.0, title=title, text="said", marked={"kill": 0.5}
        ),
        "conversation": draw.conversation(
            SAID, TURNS, left="a", right="b", title=title, text="said"
        ),
        "nothing": draw.timeline([], [], seconds=1.0, title="", text="said"),
    }


@pytest.fixture(scope="module")
def pictures() -> dict[str, draw.Picture]:
    return all_pictures()


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_picture_is_sharp_small_and_fits_the_page(pictures: dict[str, draw.Picture]) -> None:
    for name, picture in pictures.items():
        width, height = Image.open(io.BytesIO(picture.png)).size
        assert width == 1480 and 300 < height <= 1700, name
        assert len(picture.png) < 60_000, name
        data, metadata = picture._repr_mimebundle_()
        assert f'width="{width // 2}" height="{height // 2}"' in data["text/html"]
        assert metadata["image/png"]["width"] == width // 2


def test_a_page_shows_the_image_with_its_words() -> None:
    picture = draw.bars({"<b> & “c”": 1}, title='1 < 2 "said"', unit="")
    data, metadata = picture._repr_mimebundle_()
    v4: Any = nbformat.v4
    cell = v4.new_code_cell("", outputs=[v4.new_output("display_data", data, metadata=metadata)])
    exporter: Any = HTMLExporter  # neither package is typed
    page, _ = exporter().from_notebook_node(v4.new_notebook(cells=[cell]))
    found = Tags(page)
    (image,) = [attributes for tag, attributes in found.tags if tag == "img"]
    assert image["alt"] == picture.alt == 'Bar chart: 1 < 2 "said"'
    assert str(picture) == data["text/plain"] == "<b> & “c”: 1."
    assert str(picture) in found.text


def test_without_words_of_its_own_a_picture_lists_its_values() -> None:
    assert str(draw.bars(GAP, title="", unit="requests/s")) == (
        "a connection per request: 190 requests/s; a pool: 2,800 requests/s."
    )
    assert str(draw.bars(GAP, title="", unit="", text="said")) == "said"
    assert str(draw.bars({"a": 1}, title="", unit="s", limit=("most", 2))) == "a: 1 s; most: 2 s."
    assert str(draw.latencies(LINES, title="")) == (
        "direct: 50 % within 48.2 ms, 99 % within 120 ms. pool: 50 % within 3.3 ms, 99 % within "
        "8.9 ms."
    )
    assert str(draw.latencies({"one": [(100, 7)]}, title="")) == "one: 100 % within 7 ms."


def test_a_prediction_is_set_against_the_measurement() -> None:
    measured = {"opened": 5}
    picture = draw.prediction(measured, guess=10, title="", unit="connections")
    assert str(picture) == "You predicted 10 connections. Measured: 5 connections."
    without = draw.prediction(measured, guess=None, title="", unit="connections")
    assert "You made no prediction this time" in str(without)
    assert "Measured: 5 connections" in str(without)
    assert len(without.png) < len(picture.png)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("requests", "1 request"),
        ("queries", "1 query"),
        ("ms", "1 ms"),
        ("times as many", "1 times as many"),
    ],
)
def test_one_has_a_unit_for_one(unit: str, said: str) -> None:
    assert str(draw.prediction({"a": 2}, guess=1.0, title="", unit=unit)) == (
        f"You predicted {said}. Measured: 2 {unit}."
    )


def test_plain_axes_have_no_logarithm() -> None:
    near = {"a": [(1, 10.0), (3, 20.0)]}
    for line, differs in ((CURVE, True), (near, False)):
        usual, plain = (
            draw.curves(line, title="", x="", y="", text="", plain=each).png
            for each in (False, True)
        )
        assert (usual != plain) == differs


@pytest.mark.parametrize("guess", [0, 1e9, -3])
def test_any_guess_is_drawn(guess: float) -> None:
    assert draw.prediction({"opened": 5}, guess=guess, title="", unit="").png


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_refused_in_words(value: float) -> None:
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.bars({"x": value}, title="", unit="")
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.prediction({"x": 1}, guess=value, title="", unit="")
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.latencies({"x": [(50, value)]}, title="")
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.curves({"x": [(50, value)]}, title="", x="", y="", text="")
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.ticks({"x": [value]}, {}, tick="", span="", title="", x="", text="")


def test_nothing_is_refused_in_words() -> None:
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.bars({}, title="", unit="")
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.prediction({}, guess=1, title="", unit="")
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.latencies({}, title="")
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.curves({}, title="", x="", y="", text="")
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.ticks({}, {}, tick="", span="", title="", x="", text="")
    with pytest.raises(PoolLabError, match="nothing to draw: each row needs a step “END”"):
        draw.order({"a": ["b"]}, until="END", bar="", title="")


def test_a_line_without_points_is_refused_in_words() -> None:
    with pytest.raises(PoolLabError, match="“b” has no points"):
        draw.curves({**CURVE, "b": []}, title="", x="", y="", text="")
    with pytest.raises(PoolLabError, match="“none answered” has no points"):
        draw.latencies({**LINES, "none answered": []}, title="")


def test_a_dot_has_a_bar_as_long_as_its_error() -> None:
    line = {"line": [(0, 0.0), (10, 100.0)]}
    heights = [
        upright(
            draw.curves(line, title="", x="", y="", text="", measured={"dot": [(8, 40, error)]})
        )
        for error in (15, 30)
    ]
    assert heights[1] == pytest.approx(2 * heights[0], rel=0.1)
    with pytest.raises(PoolLabError, match="can't be drawn"):
        draw.curves(line, title="", x="", y="", text="", measured={"dot": [(5, 40, math.nan)]})
    with pytest.raises(PoolLabError, match="“dot” has no points"):
        draw.curves(line, title="", x="", y="", text="", measured={"dot": []})


def upright(picture: draw.Picture) -> int:
    """Return how many pixels of an upright line have the colour of the first line, at most."""
    pixels = numpy.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))
    return int((pixels == ImageColor.getrgb(COLOURS[1])).all(axis=2).sum(axis=0).max())


def test_a_stretch_is_hatched_for_as_long_as_it_lasts() -> None:
    line = {"line": [(0, 0.0), (10, 100.0)]}
    short, long = (
        coloured(draw.curves(line, title="", x="", y="", text="", shaded={"shut": (1, end)}))
        for end in (3, 9)
    )
    assert 0 < short * 2 < long


def test_a_bar_ends_where_its_row_does() -> None:
    early, late = (
        draw.order({"row": steps}, until="END", bar="open", title="")
        for steps in (["a", "END", "b", "c"], ["a", "b", "c", "END"])
    )
    assert 0 < coloured(early, BAR) * 2 < coloured(late, BAR)
    assert str(early) == "row: a → END → b → c."


def test_what_leaked_is_marked_for_as_long_as_it_was_lost() -> None:
    short, long = (lost(draw.Life("17", [(0, 1)], [(0, 1)], [(0, end)])) for end in (0.2, 0.8))
    assert 0 < short * 2 < long


def lost(life: draw.Life) -> int:
    """Return how many pixels have the colour of what leaked."""
    picture = draw.timeline([life], WAITING, seconds=1.0, title="", text="said")
    return coloured(picture, LEAKED["edgecolor"])


def coloured(picture: draw.Picture, colour: str = COLOURS[0]) -> int:
    """Return how many pixels have about this colour."""
    pixels = numpy.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)
    return int((abs(pixels - numpy.array(ImageColor.getrgb(colour))).max(axis=2) < 30).sum())


def test_a_table_has_a_cell_for_each_heading() -> None:
    table = draw.table("<caption>", ["a", "b"], {"x": [1, "two"], "longer": ["<b>", 4]})
    assert str(table) == "        a    b\nx       1    two\nlonger  <b>  4"
    html = table._repr_html_()
    assert "&lt;caption&gt;" in html and '<td style="text-align:left">&lt;b&gt;</td>' in html
    figures = draw.table("", ["a"], {"x": [1]}, figures=True)._repr_html_()
    assert "style" not in figures  # JupyterLab has them at the right
    with pytest.raises(PoolLabError, match="“x” has 1 cells for 2 headings"):
        draw.table("", ["a", "b"], {"x": [1]})


def test_the_readers_own_style_stays_out_and_untouched(
    pictures: dict[str, draw.Picture],
) -> None:
    own: Any = {"lines.linewidth": 9, "font.family": "serif", "axes.grid": True, "text.color": "w"}
    with matplotlib.rc_context(own):
        before = dict(matplotlib.rcParams)
        assert all_pictures() == pictures
        assert dict(matplotlib.rcParams) == before


def test_who_draws_at_once_does_not_take_the_others_style() -> None:
    """A view draws the picture that stands in for it in a thread, while the next cell draws."""

    def size(inches: int) -> float:
        with canvas("T", inches):
            return float(matplotlib.rcParams["axes.labelsize"])

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(size, [1] * 100)) == {11}


def test_a_title_is_no_formula() -> None:
    assert draw.bars({r"$\frac$": 1}, title=r"$\frac$", unit=r"$\frac$").png


def test_lines_and_words_stand_out_from_light_and_dark_paper() -> None:
    """As the Web Content Accessibility Guidelines ask: 3:1 for what is drawn, 4.5:1 for words."""
    for on_page in (lambda colour: colour), in_the_dark:
        paper = on_page(ImageColor.getrgb(style.PAPER))
        for colour in (*COLOURS, NETWORK, LEAKED["edgecolor"]):
            assert contrast(on_page(ImageColor.getrgb(colour)), paper) >= 3, colour
        for colour in (style.INK, style.GREY, *COLOURS[:2]):
            assert contrast(on_page(ImageColor.getrgb(colour)), paper) >= 4.5, colour


def in_the_dark(colour: tuple[int, ...]) -> tuple[int, ...]:
    """Return what a dark page makes of a colour, by the formulas of *Filter Effects*."""
    (share,) = re.findall(r"invert\((\d+)%\) hue-rotate\(180deg\)", style.DARK)
    red, green, blue = (
        int(share) / 100 + part / 255 * (1 - 2 * int(share) / 100) for part in colour
    )
    turned = (
        -0.574 * red + 1.430 * green + 0.144 * blue,
        0.426 * red + 0.430 * green + 0.144 * blue,
        0.426 * red + 1.430 * green - 0.856 * blue,
    )
    return tuple(round(255 * min(max(part, 0), 1)) for part in turned)


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours, from 1 to 21, as the guidelines reckon it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    """Return how light a colour is, from 0 to 1."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.browser
@pytest.mark.parametrize("ground", DARK_PAGES)
def test_a_picture_is_dark_on_a_dark_page(page: Page, ground: str) -> None:
    picture = draw.bars({"a": 1}, title="One", unit="")
    page.set_content(picture._repr_mimebundle_()[0]["text/html"])
    paper = ImageColor.getrgb(style.PAPER)
    assert paper_of(page) == paper
    page.evaluate(TO_DARK, ground)
    assert paper_of(page) == pytest.approx(in_the_dark(paper), abs=1)
    page.emulate_media(media="print")
    assert paper_of(page) == paper


TO_DARK = """ground => {
  const [, tag, name, value] = ground.match(/(\\w+)[.[]([\\w-]+)(?:="(.+)"])?/);
  value ? document.querySelector(tag).setAttribute(name, value) : document.body.classList.add(name);
}"""


def paper_of(page: Page) -> tuple[int, ...]:
    """Return the colour of a picture's upper left corner, as the page shows it."""
    shown = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
    corner = shown.getpixel((2, 2))
    assert isinstance(corner, tuple)
    return corner


def test_pyplot_is_left_alone() -> None:
    program = (
        "import sys; from poollab import draw; draw.bars({'x': 1}, title='', unit='');"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("value", "read"),
    [(2800, "2,800"), (2837.4, "2,837"), (14.68, "14.7"), (0.0123, "0.012"), (0, "0"), (0.0, "0"),
     (1.0, "1"), (-2.5, "-2.5"), (12345, "12,345"), (10.0, "10"), (1.999, "2")],
)  # fmt: skip
def test_numbers_are_written_as_they_are_read(value: float, read: str) -> None:
    assert number(value) == read


def test_words_of_a_conversation_never_cover_one_another() -> None:
    wanted, heights = [0.0, 0.1, 0.2, 5.0, 9.0, 9.0], [1.0, 2.0, 1.0, 0.5, 1.0, 1.0]
    places = spread(wanted, heights)
    edges = [(at - height / 2, at + height / 2) for at, height in zip(places, heights, strict=True)]
    assert all(above <= below + 1e-9 for (_, above), (below, _) in itertools.pairwise(edges))
    assert places[3] == 5.0  # whoever has room stays
    assert spread([], []) == []


def test_a_conversation_in_which_nothing_was_said_is_refused() -> None:
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.conversation([], [], left="a", right="b", title="x", text="x")
