"""The start page: what it says of lessons and assignments, and that ``make lab`` opens it."""

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browsing import answers, kernel_is_idle, open_notebook, shot
from lessons import LESSONS
from playwright.sync_api import Page, expect
from waiting import until

from poollab import course as course_of
from poollab.assignments import progress
from poollab.environment import ROOT
from poollab.examiner.tasks import ASSIGNMENTS, of
from poollab.lab.contents import PATH, Contents
from poollab.lab.page import page as start_page
from poollab.postgres.network import free_port
from poollab.predict.committed import commit, note_measured


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A learner's copy of the lessons and the exercises."""
    for folder in ("notebooks", "exercises"):
        ignored = shutil.ignore_patterns("*.md", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, tmp_path / "course" / folder, ignore=ignored)
    (tmp_path / "course" / ".git").mkdir()
    for path in (tmp_path / "course" / "notebooks").iterdir():
        run(path, 0)
    return tmp_path / "course"


def lesson(course: Path, number: int) -> Path:
    return course / "notebooks" / LESSONS[number].name


def run(path: Path, cells: int) -> int:
    """Note in a notebook that its first cells were run and no others; return how many it has."""
    notebook: Any = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        cell.execution_count = place + 1 if place < cells else None
    nbformat.write(notebook, path)
    return len(code)


def row(course: Path, word: str) -> list[str]:
    """Return the cells of the one row that has a word in it."""
    rows = [line for line in start_page(course).splitlines() if line[:1] == "|" and word in line]
    assert len(rows) == 1, rows
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


def ahead(course: Path) -> str:
    return start_page(course).split("**Next:** ")[1].splitlines()[0]


def test_how_the_learner_did_in_all_lessons(course: Path) -> None:
    assert "How you did" not in start_page(course)
    commit("03/gap", 10)
    note_measured("03/gap", 19)
    commit("01/what", "A row in pg_stat_activity")
    said = start_page(course).split("**How you did:** ")[1].splitlines()[0]
    assert "within a factor of 2 of what was measured: 1 of 1." in said
    assert "right at the first try: 0 of 1." in said


def test_nothing_is_begun(course: Path) -> None:
    for number, path in LESSONS.items():
        link, minutes, done = row(course, path.name)
        assert re.fullmatch(rf"\[{number:02} · .+\]\({path.name}\)", link)
        assert int(minutes) >= 30
        assert done == "not begun"
    for name in ASSIGNMENTS:
        link, minutes, needs, points = row(course, f"{name}.ipynb")
        assert link == f"[{name}](../exercises/{name}/{name}.ipynb)"
        assert int(minutes) >= 60
        assert needs.startswith("lessons 0")
        assert points == "0 of 30"
    assert LESSONS[1].name in ahead(course)


def test_it_leads_to_the_appendices(course: Path) -> None:
    links = dict(re.findall(r"\[([^]]+)\]\((.+?)\)", start_page(course)))
    notebooks = course / "notebooks"
    assert notebooks / links["What does this error mean?"] == course_of.appendix(course)
    assert notebooks / links["glossary"] == course_of.glossary(course)


def test_it_says_how_to_stop_where_it_is_read(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "*Ctrl+C*" in start_page(course)
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://0.0.0.0:8888/user/ada/")
    assert "*Stop My Server*" in start_page(course) and "Ctrl+C" not in start_page(course)


def test_what_is_done_is_seen_in_the_saved_notebook(course: Path) -> None:
    everything = run(lesson(course, 1), 10**6)
    run(lesson(course, 2), 3)
    assert row(course, LESSONS[1].name)[-1] == f"✓ all {everything} cells run"
    assert re.fullmatch(r"3 of \d+ cells run", row(course, LESSONS[2].name)[-1])
    assert LESSONS[2].name in ahead(course)


def test_a_cell_without_code_need_not_be_run(course: Path) -> None:
    everything = run(lesson(course, 1), 10**6)
    notebook: Any = nbformat.read(lesson(course, 1), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("  \n"))
    nbformat.write(notebook, lesson(course, 1))
    assert row(course, LESSONS[1].name)[-1] == f"✓ all {everything} cells run"


def test_points_are_those_of_the_last_checks(course: Path) -> None:
    progress.note("leaks/early_return", 3)
    for task in of("sizing"):
        progress.note(f"sizing/{task.name}", task.points)
    assert row(course, "leaks.ipynb")[-1] == "3 of 30"
    assert row(course, "sizing.ipynb")[-1] == "✓ 30 of 30"


def test_all_done(course: Path) -> None:
    for number in LESSONS:
        run(lesson(course, number), 10**6)
    assert "(../exercises/leaks/leaks.ipynb)" in ahead(course)
    for name in ASSIGNMENTS:
        for task in of(name):
            progress.note(f"{name}/{task.name}", task.points)
    assert "**All is done.**" in start_page(course)


def test_a_missing_notebook_is_a_line(course: Path) -> None:
    lesson(course, 1).unlink()
    (course / "exercises" / "leaks" / "leaks.ipynb").unlink()
    restore = f"missing: `git checkout notebooks/{LESSONS[1].name}` brings it back"
    assert row(course, LESSONS[1].name) == [LESSONS[1].name, "", restore]
    link, *_, points = row(course, "leaks")
    assert (link, points) == ("leaks", "missing: `make exercises` brings it back")
    assert LESSONS[2].name in ahead(course)


def test_in_an_image_the_next_start_brings_it_back(course: Path) -> None:
    lesson(course, 1).unlink()
    (course / ".git").rmdir()
    assert row(course, LESSONS[1].name)[-1] == "missing: the next start brings it back"


@pytest.mark.parametrize("text", ["", "null", '{"cells": [', '{"cells": [{}]}', "\ud800"])
def test_a_damaged_notebook_is_a_line(course: Path, text: str) -> None:
    written = text.encode(errors="surrogatepass")
    lesson(course, 3).write_bytes(written)
    (course / "exercises" / "sizing" / "sizing.ipynb").write_bytes(written)
    restore = f"`git checkout notebooks/{LESSONS[3].name}` brings it back"
    says = f"can't be read: rename it, then {restore}"
    assert row(course, LESSONS[3].name) == [LESSONS[3].name, "", says]
    says = "can't be read: `make exercises` keeps it beside a new one"
    assert row(course, "| sizing")[-1] == says


def test_a_lesson_without_its_head_or_any_cell(course: Path) -> None:
    nbformat.write(nbformat.v4.new_notebook(), lesson(course, 4))
    link = f"[{LESSONS[4].stem}]({LESSONS[4].name})"
    assert row(course, LESSONS[4].name) == [link, "", "not begun"]


def test_a_learners_copy_is_no_lesson(course: Path) -> None:
    shutil.copy(lesson(course, 3), course / "notebooks" / "03-what-pooling-is-Copy1.ipynb")
    assert len(re.findall(r"\[03 · ", start_page(course))) == 1


def got(course: Path, path: str) -> dict[str, Any]:
    """Return what Jupyter gets for a path of the course."""
    model: dict[str, Any] = asyncio.run(Contents(root_dir=str(course)).get(path))
    return model


def names(course: Path) -> list[str]:
    return [one["path"] for one in got(course, "notebooks")["content"]]


def test_the_page_is_listed_and_read_and_is_no_file(course: Path) -> None:
    assert names(course).count(PATH) == 1
    model = got(course, f"/{PATH}")
    assert (model["content"], model["writable"]) == (start_page(course), False)
    assert not (course / PATH).exists()
    run(lesson(course, 2), 3)
    assert got(course, PATH)["content"] == start_page(course) != model["content"]


def test_a_file_of_the_learners_by_its_name_is_theirs(course: Path) -> None:
    (course / PATH).write_text("mine")
    assert names(course).count(PATH) == 1
    model = got(course, PATH)
    assert (model["content"], model["writable"]) == ("mine", True)


@contextlib.contextmanager
def lab(course: Path, home: Path) -> Iterator[str]:
    """Run what ``make lab`` runs, for somebody who is new to JupyterLab; give its address."""
    token, port = secrets.token_hex(8), free_port()
    command = [
        *(sys.executable, "src/poollab", "lab", "--no-browser"),
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={course}",
    ]
    own = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: answers(f"{url}/api?token={token}"), "Jupyter answers", limit=60)
            yield f"{url}/?token={token}"
        finally:
            server.terminate()
            server.wait(30)


PRINTED = '<div class="jp-OutputArea"><div class="jp-OutputArea-output"><pre></pre></div></div>'
"""What a cell has printed, as JupyterLab shows it."""


@pytest.mark.browser
def test_make_lab_opens_the_page(page: Page, course: Path, tmp_path: Path) -> None:
    with lab(course, tmp_path) as address:
        page.goto(address)
        expect(page.get_by_role("row", name=re.compile("^02 · .* not begun"))).to_be_visible()
        shot(page, "start-page")
        by_keyboard(page, f"/{LESSONS[1].name}")
        kernel_is_idle(page)
        expect(page.locator(".jp-Notebook h1")).to_contain_text("01 · ")
        validate = page.locator(".validate-button")  # would say that all is well, whatever is done
        expect(validate).to_have_count(1)
        expect(validate).to_be_hidden()
        page.locator(".jp-Notebook").evaluate(
            f"book => book.insertAdjacentHTML('beforeend', `{PRINTED}`)"
        )
        expect(page.locator(".jp-OutputArea pre")).to_have_css("word-break", "normal")

        run(lesson(course, 2), 3)
        page.get_by_role("tab", name=Path(PATH).name).click()
        expect(page.get_by_role("row", name=re.compile("^02 · .* 3 of"))).to_be_visible()

        page.goto("about:blank")
        page.goto(address)  # as at the next start: the page stands before the tabs of the last time
        expect(page.get_by_role("row", name=re.compile("^02 · .* 3 of"))).to_be_visible()
        open_notebook(page, address, LESSONS[1].name)
        # By then JupyterLab would have asked about news, and still ask.
        expect(page.get_by_text("Jupyter news")).to_have_count(0)

        page.goto("about:blank")
        own = "/lab/workspaces/own/tree/notebooks/glossary.ipynb?"
        open_notebook(page, address.replace("/?", own))
        page.get_by_role("link", name="The budget").first.click()  # in a lesson that is not open
        expect(page.get_by_role("heading", name="The budget")).to_be_in_viewport()

        page.goto("about:blank")
        another = "/lab/workspaces/an/tree/exercises/leaks/leaks.ipynb?"
        open_notebook(page, address.replace("/?", another))
        expect(page.locator(".validate-button")).to_be_visible()
        expect(page.get_by_text("Hand in", exact=True)).to_be_hidden()  # in a hub only
        page.goto("about:blank")


def by_keyboard(page: Page, target: str) -> None:
    """Follow a link of the page with the keys alone, from where JupyterLab has put the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.href ?? ''").split("?")[0].endswith(target):
            return page.keyboard.press("Enter")
    raise AssertionError(f"no link to {target} among the next 20")
