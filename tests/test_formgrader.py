"""A graded class as its instructor sees it in a browser: in formgrader, and what is handed back."""

import csv
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from browsing import Jupyter, jupyter, shot
from composing import build
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect
from test_grade import ASSIGNMENT, QUICK, hand_in, right, wrong
from waiting import until

from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.grading.command import report
from poollab.postgres import engine

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.thorough]

POINTS = {task.name: task.points for task in tasks.of(ASSIGNMENT)}
FIRST = QUICK[0]
ADA, BOB, CLEO, DAN = (
    "ada-lovelace-4711", "bob-o-neil-4712", "cleo-müller-4713", "dan-brown-4714"
)  # fmt: skip
NAMES = {ADA: "Lovelace, Ada", BOB: "O'Neil, Bob", CLEO: "Müller, Cleo", DAN: "Brown, Dan"}
EXPECTED = {ADA: sum(POINTS[name] for name in QUICK), BOB: POINTS[FIRST], CLEO: 0, DAN: 0}

COMMENT = "Nearly: count <again>."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, whose class has handed in by Moodle, and was graded."""
    build("seat")
    build("answer")
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    assert report([ASSIGNMENT, str(moodle(folder)), "--course", str(folder)]) == 0
    return folder


def moodle(folder: Path) -> Path:
    """Write what Moodle hands out of a small class: one right, one half, a stub, a damaged one."""
    sources = [
        {name: right(name) for name in QUICK},
        {FIRST: right(FIRST), "deadlock": wrong("deadlock").source},
        {},
        {},
    ]
    with zipfile.ZipFile(folder / "moodle.zip", "w") as made:
        for number, (name, answers) in enumerate(zip(NAMES.values(), sources, strict=True), 4711):
            text = hand_in(folder / "sent", str(number), **answers).read_text(encoding="utf-8")
            file = f"{by_first(name)}_{number}_assignsubmission_file/{ASSIGNMENT}.ipynb"
            made.writestr(file, text[:900] if name == NAMES[DAN] else text)
    return folder / "moodle.zip"


@pytest.fixture(scope="module")
def lab(course: Path, browser: Browser) -> Iterator[Jupyter]:
    """JupyterLab, opened in the course's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)  # nbgrader looks for its settings there
        with jupyter(course / "jupyter") as served:
            yield served


@pytest.fixture
def formgrader(lab: Jupyter, page: Page) -> Page:
    """The list of the class in formgrader."""
    log_in(page, lab)
    page.goto(f"{lab.url}/formgrader/manage_submissions/{ASSIGNMENT}")
    expect(row(page, ADA)).to_be_visible()
    return page


def log_in(page: Page, lab: Jupyter) -> None:
    page.request.get(f"{lab.url}/lab?token={lab.token}")


def row(page: Page, student: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_text(student, exact=True))


def table(course: Path, file: str, name: str, points: str) -> dict[str, float]:
    """Return the points by name of a table for an LMS."""
    with (course / "graded" / ASSIGNMENT / file).open(encoding="utf-8", newline="") as lines:
        rows = [one for one in csv.DictReader(lines) if "Possible" not in one[name]]
    return {one[name]: float(one[points]) for one in rows}


def tables(course: Path) -> list[dict[str, float]]:
    """Return the points by student of both tables."""
    canvas = table(course, "canvas.csv", "Student", ASSIGNMENT)
    moodle = table(course, "moodle.csv", "Full name", "Grade")
    return [
        {student: canvas[name] for student, name in NAMES.items()},
        {student: moodle[by_first(name)] for student, name in NAMES.items()},
    ]


def by_first(name: str) -> str:
    """Return a name as one says it: Ada Lovelace."""
    return " ".join(reversed(name.split(", ")))


def test_names_and_points_are_the_same_in_formgrader_and_in_the_tables(
    formgrader: Page, course: Path
) -> None:
    assert tables(course) == [EXPECTED] * 2
    for student, points in EXPECTED.items():
        cells = row(formgrader, student).locator("td").all_inner_texts()[:5]
        assert cells == [NAMES[student], student, "None", "graded", f"{points} / 30"]
    shot(formgrader, "formgrader")


def test_the_button_has_a_submission_examined_in_a_pod(formgrader: Page, course: Path) -> None:
    hand_in(course, "late", **{FIRST: right(FIRST)})
    formgrader.reload()
    expect(row(formgrader, "late")).to_contain_text("needs autograding")
    row(formgrader, "late").locator(".autograde a").click()
    until(containers, "a pod is there")
    expect(formgrader.get_by_text("Successfully autograded")).to_be_visible()
    shot(formgrader, "formgrader-button")
    expect(row(formgrader, "late")).to_contain_text(f"{POINTS[FIRST]} / 30")
    assert containers() == []
    formgrader.reload()
    assert formgrader.get_by_text("needs autograding").count() == 0


def containers() -> list[str]:
    """Return the containers that JupyterLab, started here, has made."""
    found = []
    for process in psutil.Process().children():
        labels = {"label": f"poollab.process={process.pid}"}
        found += engine.client().api.containers(all=True, filters=labels)
    return [name for one in found for name in one["Names"]]


def test_what_was_given_by_hand_is_kept_and_handed_on(
    lab: Jupyter, course: Path, browser: Browser
) -> None:
    page = browser.new_page()  # nbgrader's page asks for MathJax, and does without
    log_in(page, lab)
    address = f"{lab.url}/formgrader/submissions/{notebook(course, BOB)}/"
    page.goto(address)
    score, comment = page.locator("#deadlock-check"), page.locator("#deadlock-comment")
    with page.expect_response("**/api/grade/*"):
        score.fill("1.5")
        score.blur()
    with page.expect_response("**/api/comment/*"):
        comment.fill(COMMENT)
        comment.blur()
    assert report([ASSIGNMENT, "--course", str(course), "--again", "--only", BOB]) == 0
    page.goto(address)
    expect(score).to_have_value("1.5")
    expect(comment).to_have_value(COMMENT)
    shot(page, "formgrader-by-hand")
    assert tables(course) == [EXPECTED | {BOB: EXPECTED[BOB] + 1.5}] * 2
    page.goto(f"{lab.url}/formgrader/manage_submissions/{ASSIGNMENT}")
    expect(row(page, BOB)).to_contain_text("needs manual grading")
    page.goto((course / "graded" / ASSIGNMENT / "feedback" / f"{BOB}.html").as_uri())
    expect(page.get_by_role("row", name="Nobody locked out")).to_contain_text(COMMENT)
    page.close()


def notebook(course: Path, student: str) -> str:
    """Return what formgrader calls a student's notebook."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return str(book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).id)


@pytest.mark.parametrize("width", [1200, 400])
def test_a_feedback_page_has_name_points_and_sentences(
    width: int, course: Path, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    path = course / "graded" / ASSIGNMENT / "feedback" / f"{ADA}.html"
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    shot(page, f"graded-{width}")
    assert asked == [path.as_uri()] and page.locator("script").count() == 0
    assert page.get_by_role("heading", level=1).inner_text() == f"{EXPECTED[ADA]} of 30 points"
    assert page.get_by_text("Ada Lovelace").is_visible()
    texts = page.get_by_role("row").all_inner_texts()[1:]
    assert len(texts) == len(POINTS)
    for text, (name, points) in zip(texts, POINTS.items(), strict=True):
        assert f"{points if name in QUICK else 0} of {points}" in text
        assert ("Right" if name in QUICK else "Not attempted") in text
