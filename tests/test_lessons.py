"""What every lesson keeps to, whatever its subject."""

import contextlib
import re
from typing import Any

import pytest
from busy import every_core_busy
from lessons import LESSONS, read, run

from poollab.predict.questions import questions

# The syllabus: which lesson shows which claims.
CLAIMS = {
    1: {*range(1, 6), 33},
    2: {*range(6, 9), 34, 35},
    3: {*range(9, 13)},
    4: {*range(13, 17), 36},
    5: {*range(17, 22), 37},
    6: {*range(22, 27), 38},
    7: {*range(27, 33), 39},
}
each_lesson = pytest.mark.parametrize("number", LESSONS)


def code(number: int) -> list[Any]:
    return [cell for cell in read(number).cells if cell.cell_type == "code"]


@each_lesson
def test_the_claims_of_the_syllabus_are_tagged(number: int) -> None:
    tags = {tag for cell in code(number) for tag in cell.metadata.get("tags", [])}
    assert {f"C{n}" for n in CLAIMS[number]} == {tag for tag in tags if tag[0] == "C"}


@each_lesson
def test_guesses_come_before_and_recall_comes_last(number: int) -> None:
    sources = [cell.source for cell in code(number)]
    guesses = [
        place
        for place, source in enumerate(sources)
        if re.search(r"predict\.(poll|number)", source)
    ]
    quiz, cards = (
        next(place for place, source in enumerate(sources) if f"predict.{what}(" in source)
        for what in ("quiz", "cards")
    )
    assert len(guesses) >= 2
    assert guesses[0] == 0
    assert guesses[-1] < quiz < cards
    assert f'predict.how_did_i_do("{number:02}")' in sources[quiz + 1 :]


@each_lesson
def test_each_question_is_asked_once_and_each_guess_is_drawn(number: int) -> None:
    sources = "\n".join(cell.source for cell in code(number))
    asked = re.findall(r'predict\.(?:poll|number)\("(.+?)"\)', sources)
    known = questions(f"{number:02}").values()
    assert sorted(asked) == sorted(one.key for one in known if not one.reasons)
    for guess in re.findall(r"^(\w+) = predict\.number", sources, re.MULTILINE):
        assert f"{guess}.measured(" in sources


@each_lesson
def test_cells_are_short_and_keep_their_ids(number: int) -> None:
    cells = read(number).cells
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"]) for cell in cells)
    lines = sorted(len(cell.source.splitlines()) for cell in code(number))
    assert lines[len(lines) // 2] <= 11
    assert max(len(cell.source.splitlines()) for cell in code(number)) <= 24


@pytest.mark.soak
@each_lesson
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_ten_runs_in_a_row(number: int, busy: bool) -> None:
    with every_core_busy() if busy else contextlib.nullcontext():
        for _ in range(10):
            run(read(number))
