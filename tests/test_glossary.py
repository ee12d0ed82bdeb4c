"""The glossary: its words in order, each with a lesson; its examples reckon right."""

import math
import re

import nbformat
import pytest

from poollab import queueing
from poollab.course import LESSONS, glossary
from poollab.environment import ROOT

TITLE, *ENTRIES = nbformat.read(glossary(ROOT), as_version=4).cells
WORDS = [entry.source.partition("\n")[0].removeprefix("## ") for entry in ENTRIES]


def test_the_words_are_in_order_and_there_once() -> None:
    assert sorted(WORDS, key=str.casefold) == WORDS
    assert len({word.casefold() for word in WORDS}) == len(WORDS)


def test_it_has_nothing_to_run() -> None:
    assert {cell.cell_type for cell in (TITLE, *ENTRIES)} == {"markdown"}


@pytest.mark.parametrize("entry", ENTRIES, ids=WORDS)
def test_an_entry_is_short_and_names_its_lesson(entry: nbformat.NotebookNode) -> None:
    """Lint sees that the heading is there, as it does for each link to a word."""
    heading, meaning, *example, lesson = entry.source.split("\n\n")
    assert re.fullmatch(r"## [^\n*`]+", heading)
    assert len(meaning.split()) <= 60
    assert all(each.startswith("*Example:* ") for each in example)
    shown = re.fullmatch(r"Lesson (\d\d): \[\*.+\*\]\(([^)#]+)\.ipynb(#.+)?\)", lesson)
    assert shown
    assert shown[2] in LESSONS
    assert shown[2].startswith(shown[1])


def test_the_examples_reckon_right() -> None:
    says = dict(zip(WORDS, (entry.source for entry in ENTRIES), strict=True))
    assert "200 requests a second, 0.01 s each: two" in says["Little's law"]
    assert queueing.littles_law(200, 0.01) == 2
    assert "Of two connections one is busy on average: one request in three" in says["Erlang C"]
    assert queueing.erlang_c(1, 1, 2) == pytest.approx(1 / 3)
    budget = re.search(r"(\d) \D+(\d) \D+(\d) \D+(\d) connections are (\d+)", says["budget"])
    assert budget
    assert math.prod(map(int, budget.groups()[:-1])) == int(budget[5])
    assert "Two tasks, two connections each, a pool of two" in says["deadlock"]
    assert queueing.deadlock_bound(2, 2) == 3
