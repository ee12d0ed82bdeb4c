"""The host's guide: what it names is there, its timetables add up, its handout is one page."""

import itertools
import re

import nbformat
import pytest
from accessible import faults
from playwright.sync_api import Page

from poollab.environment import ROOT

GUIDE = (ROOT / "solutions" / "workshop.md").read_text(encoding="utf-8")
HANDOUT = ROOT / "solutions" / "handout.html"
ROW = re.compile(r"^\| (\d+):(\d\d) \| (\d+) \| (.*) \|$", re.MULTILINE)
SHOWN = re.compile(r"^- (\d\d), \*(.+?)\*", re.MULTILINE)


def headings(lesson: str) -> set[str]:
    path = next((ROOT / "notebooks").glob(f"{lesson}-*.ipynb"))
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    return set(re.findall(r"^## (.+)$", text, re.MULTILINE))


def timetables() -> list[list[tuple[int, int, str]]]:
    """Return the rows of each timetable: minute of the day, minutes, what."""
    parts = GUIDE.split("\n## Timetables\n")[1].split("\n## ")[0].split("\n**")[1:]
    return [[(int(h) * 60 + int(m), int(long), what) for h, m, long, what in ROW.findall(part)]
            for part in parts]  # fmt: skip


def test_what_is_to_be_shown_is_in_the_lessons() -> None:
    assert len(SHOWN.findall(GUIDE)) == 5
    for lesson, heading in SHOWN.findall(GUIDE):
        assert heading in headings(lesson)
    for heading, lesson in re.findall(r"\*([A-Z][^*]+)\* (?:from|of) lesson (\d\d)", GUIDE):
        assert heading in headings(lesson)


def test_a_timetable_adds_up() -> None:
    tables = timetables()
    assert [len(rows) for rows in tables] == [5, 8, 11]
    for rows in tables:
        for (at, long, _), (after, _, _) in itertools.pairwise(rows):
            assert at + long == after
    assert sum(long for _, long, _ in tables[0]) == 90


def test_a_lesson_gets_the_minutes_that_it_states() -> None:
    for _, long, what in (row for rows in timetables() for row in rows):
        for lesson, part in re.findall(r"^lesson (\d\d), (first|both|whole)", what):
            path = next((ROOT / "notebooks").glob(f"{lesson}-*.ipynb"))
            words = re.search(r"\*\*(\d+) minutes.*?Afterwards", path.read_text(), re.DOTALL)
            assert words
            numbers = [int(one) for one in re.findall(r"\b(\d\d+)\b", words[0])]
            assert long == (numbers[1] if part == "first" else numbers[0])


def test_each_command_of_the_guide_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = set(re.findall(r"make ([a-z-]+)", GUIDE + HANDOUT.read_text(encoding="utf-8")))
    assert {"hub", "bundle", "bench", "grade"} <= asked
    assert asked <= targets


@pytest.mark.browser
def test_the_handout_is_one_page_and_read_by_all(page: Page) -> None:
    page.goto(HANDOUT.as_uri())
    assert faults(page, "body") == []
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, paper
