"""The lab of an image: the course is brought into the learner's folder, and nothing is lost."""

import json
from pathlib import Path

import pytest

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.seat import start
from poollab.seat.deliver import DELIVERED, deliver

LESSON = "notebooks/01-first.ipynb"
EXERCISE = "exercises/leaks/leaks.ipynb"
RELEASE = "src/poollab/examiner/released/leaks.ipynb"


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def exercise(text: str, answer: str = "...") -> str:
    """Return an exercise with a text and one cell for an answer."""
    mark = {"nbgrader": {"solution": True, "grade_id": "stream"}}
    cells = [
        {"id": "text", "cell_type": "markdown", "metadata": {}, "source": text},
        {"id": "stream", "cell_type": "code", "metadata": mark, "source": answer,
         "execution_count": None, "outputs": []},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course."""
    folder = tmp_path / "course"
    write(folder, LESSON, "lesson")
    write(folder, "src/poollab/code.py", "code")
    write(folder, "src/poollab/__pycache__/code.pyc", "compiled")
    for place in (EXERCISE, RELEASE):
        write(folder, place, exercise("Do this."))
    return folder


@pytest.fixture
def folder(tmp_path: Path, course: Path) -> Path:
    """A learner's folder, the course brought into it."""
    assert deliver(course, tmp_path / "mine") == []
    return tmp_path / "mine"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_all_is_brought_but_what_python_makes(folder: Path) -> None:
    assert names(folder) == {"01-first.ipynb", "code.py", "leaks.ipynb", DELIVERED}


def test_what_was_not_changed_follows_the_course(course: Path, folder: Path) -> None:
    write(course, LESSON, "better")
    (course / "src/poollab/code.py").rename(course / "src/poollab/other.py")
    assert deliver(course, folder) == []
    assert (folder / LESSON).read_text() == "better"
    assert "other.py" in names(folder) and "code.py" not in names(folder)


def test_what_was_changed_stays_while_the_course_is_the_same(course: Path, folder: Path) -> None:
    write(folder, LESSON, "mine")
    write(folder, "notebooks/notes.md", "mine too")
    assert deliver(course, folder) == deliver(course, folder) == []
    assert (folder / LESSON).read_text() == "mine"
    assert (folder / "notebooks/notes.md").read_text() == "mine too"


def test_what_was_changed_is_kept_beside_a_new_one(course: Path, folder: Path) -> None:
    write(folder, LESSON, "mine")
    write(course, LESSON, "better")
    (line,) = deliver(course, folder)
    (kept,) = (folder / "notebooks").glob("01-first kept *.ipynb")
    assert kept.read_text() == "mine" and kept.name in line
    assert (folder / LESSON).read_text() == "better"
    assert deliver(course, folder) == []


def test_what_was_changed_and_leaves_the_course_stays(course: Path, folder: Path) -> None:
    write(folder, LESSON, "mine")
    (course / LESSON).unlink()
    assert deliver(course, folder) == []
    assert (folder / LESSON).read_text() == "mine"


def test_a_new_exercise_takes_the_answers_along(course: Path, folder: Path) -> None:
    mine = exercise("Do this.", "def stream(): ...")
    write(folder, EXERCISE, mine)
    for place in (EXERCISE, RELEASE):
        write(course, place, exercise("Do this well."))
    said = deliver(course, folder)
    new = json.loads((folder / EXERCISE).read_text())
    assert [cell["source"] for cell in new["cells"]] == [["Do this well."], ["def stream(): ..."]]
    (kept,) = (folder / EXERCISE).parent.glob("leaks kept *.ipynb")
    assert kept.read_text() == mine
    assert len(said) == 2 and kept.name in said[0]
    assert deliver(course, folder) == [] and kept.read_text() == mine


def test_a_folder_that_was_there_before_loses_nothing(course: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", LESSON, "from somewhere")
    assert len(deliver(course, tmp_path / "mine")) == 1
    assert "from somewhere" in {
        path.read_text() for path in (tmp_path / "mine/notebooks").iterdir()
    }


@pytest.mark.parametrize("damage", ["", "[1]", "{"])
def test_a_damaged_note_loses_nothing(course: Path, folder: Path, damage: str) -> None:
    write(folder, LESSON, "mine")
    write(folder, DELIVERED, damage)
    deliver(course, folder)
    assert "mine" in {path.read_text() for path in (folder / "notebooks").iterdir()}


def test_a_clone_is_left_alone(course: Path, tmp_path: Path) -> None:
    write(tmp_path / "clone", ".git/HEAD", "")
    assert deliver(course, tmp_path / "clone") == []
    assert names(tmp_path / "clone") == {"HEAD"}


def test_a_place_that_can_not_be_written_is_one_line(course: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(PoolLabError, match=r"^Can.t write in .*: see that the volume [^\n]*$"):
        deliver(course, tmp_path / "mine")


def test_a_folder_in_the_place_of_a_file_is_one_line(course: Path, folder: Path) -> None:
    (folder / LESSON).unlink()
    (folder / LESSON).mkdir()
    with pytest.raises(PoolLabError, match=r"^[^\n]*is a folder[^\n]*move it\.$"):
        deliver(course, folder)


def test_it_is_for_an_image_only() -> None:
    with pytest.raises(PoolLabError, match="make lab"):
        start.start([])


def test_the_token_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    first = start.token()
    assert len(first) == 32 and start.token() == first
    assert (tmp_path / "poollab" / "token").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("JUPYTER_TOKEN", "given")
    assert start.token() == "given"


def test_the_rules_of_prometheus_are_those_of_the_lesson() -> None:
    from alerting import rules

    assert (ROOT / "docker/compose/rules.yml").read_text().split() == rules().split()
