"""What a learner's kernel tells the wall: never in the way of a check, nothing without a wall."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from nbclient import NotebookClient
from test_assignments import reference
from waiting import until

from poollab import course, wall
from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.examiner.release import Release
from poollab.lab.page import page
from poollab.lessons.verdicts import NOT_ENOUGH, NOT_TRIED, NOT_YET, RIGHT, task
from poollab.server import serve
from poollab.wall import reporting


class Heard:
    """A wall that notes what it hears; it is busy as long as the test wants."""

    def __init__(self) -> None:
        self.words: list[tuple[str, str, Any]] = []
        self.is_busy, self.asked = False, 0

    async def __call__(self, request: Request) -> JSONResponse:
        self.asked += 1
        if self.is_busy:
            return JSONResponse("busy", 503, {"Retry-After": "0"})
        who = request.headers["Authorization"]
        self.words.append((who, request.url.path.rpartition("/")[2], await request.json()))
        return JSONResponse({"seat": 7})

    def reports(self) -> list[tuple[str, str]]:
        """Return task and verdict of each report."""
        return [(words["task"], words["verdict"]) for _, _, words in self.words]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    app, heard = FastAPI(), Heard()

    @app.post("/{path:path}")
    async def note(request: Request) -> JSONResponse:
        return await heard(request)

    with serve(app, name="heard") as place:
        monkeypatch.setenv("POOLLAB_WALL", f"{place.url}/services/wall")
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-ada")
        yield heard


def test_a_verdict_is_told_with_the_token_and_nothing_else(heard: Heard) -> None:
    reporting.tell("leaks/stream", passed=True)
    reporting.tell("leaks/stream", passed=False)
    until(lambda: len(heard.words) == 2, "both are told")
    bearer, path, report = heard.words[0]
    assert (bearer, path) == ("Bearer token-of-ada", "reports")
    assert report.pop("key") != heard.words[1][2]["key"]
    assert report == {"task": "leaks/stream", "verdict": "passed"}
    assert heard.reports()[1] == ("leaks/stream", "tried")


def test_a_busy_wall_is_asked_again(heard: Heard) -> None:
    heard.is_busy = True
    reporting.tell("03/mend", passed=True)
    until(lambda: heard.asked >= 3, "it is asked again")
    heard.is_busy = False
    until(lambda: heard.reports() == [("03/mend", "passed")], "it is told in the end")


@pytest.mark.parametrize("address", ["", "nonsense", "http://127.0.0.1:1/wall"])
def test_without_a_wall_a_check_goes_on(
    address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POOLLAB_WALL", address)
    monkeypatch.setattr(reporting, "PATIENCE", 0.0)
    reporting.tell("03/mend", passed=True)
    reporting._reports.join()
    assert capfd.readouterr() == ("", "")


def test_the_checks_of_lessons_tell_what_they_say(heard: Heard) -> None:
    @task("03/mend")
    def check(words: str) -> str:
        return words

    @task("05/cancel")
    async def check_async() -> str:
        return f"a line\n{RIGHT}all is well"

    for words in NOT_TRIED, NOT_ENOUGH, NOT_YET, f"seen: 4\n{RIGHT}four":
        assert check(words) == words
    assert RIGHT in asyncio.run(check_async())
    reporting._reports.join()
    assert heard.reports() == [
        ("03/mend", "tried"), ("03/mend", "passed"), ("05/cancel", "passed"),
    ]  # fmt: skip


def test_a_check_of_an_exercise_tells_its_verdict(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a kernel that ends at once; what is as it was given is not told."""
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    stub, right = Release.of("sizing").stub("little"), reference("sizing", "little")
    check = 'check("sizing/little")'
    cells = ["from poollab.exercise import check", stub, check, right, check]
    code = [nbformat.v4.new_code_cell(source) for source in cells]
    NotebookClient(nbformat.v4.new_notebook(cells=code), kernel_name="python3").execute()
    assert heard.reports() == [("sizing/little", "passed")]


@pytest.mark.parametrize("number", range(1, 8))
def test_each_task_of_a_lesson_is_told(number: int) -> None:
    """Its name stands at the function that has the verdict."""
    folder = ROOT / "src" / "poollab" / "lessons" / f"lesson_0{number}"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    wanted = [f"0{number}/{one}" for one in course.TASKS[f"0{number}"]]
    assert sorted(re.findall(r'@task\("(.+)"\)', code)) == sorted(wanted)


def test_help_is_asked_for_in_a_cell(heard: Heard, capsys: pytest.CaptureFixture[str]) -> None:
    wall.help_me()
    wall.thanks()
    assert [words for _, _, words in heard.words] == [{"wanted": True}, {"wanted": False}]
    assert capsys.readouterr().out.count("you are seat 7.") == 2


def test_without_a_wall_help_is_next_door(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POOLLAB_WALL", raising=False)
    wall.help_me()
    assert "ask a neighbour" in capsys.readouterr().out


def test_the_start_page_says_how_in_a_room_with_a_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POOLLAB_WALL", raising=False)
    assert "wall" not in page(ROOT)
    monkeypatch.setenv("POOLLAB_WALL", "http://hub:8000/services/wall")
    assert "wall.help_me()" in page(ROOT)


def test_the_tasks_are_those_of_the_course() -> None:
    """A task that is missing there would be told to a wall that refuses it."""
    wanted = {one: tuple(each.name for each in tasks.of(one)) for one in tasks.ASSIGNMENTS}
    for path in course.lessons(ROOT):
        ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
        wanted[path.name[:2]] = tuple(
            one.removeprefix("turn-").removesuffix("-check")
            for one in ids if one.startswith("turn-") and one.endswith("-check")
        )  # fmt: skip
    assert wanted == course.TASKS
