"""The page that a student gets of a graded class, as a parser and as a browser have it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browsing import shot
from playwright.sync_api import Browser, Page

from poollab.assignments.file import REASONS
from poollab.assignments.results import TaskResult
from poollab.collecting.handed_in import Student
from poollab.examiner.release import Release
from poollab.examiner.tasks import ASSIGNMENTS, of
from poollab.grading.feedback import titles, write_feedback
from poollab.grading.result import Result

HOSTILE = [
    "<script>document.title = 'mine'</script>",
    "</code></pre></style><img src=x onerror=\"document.title = 'mine'\">",
    "\"><svg/onload=\"document.title='mine'\">' onfocus='document.title=1' autofocus='",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "<a href='javascript:document.title=1'>https://example.org</a>",
    "<meta http-equiv=refresh content='0;url=http://example.org/'><base href='http://example.org/'>",
    "\x1b[31mred\x1b[0m \x00 \x07",
    "if access == '\u202e\u2066admin\u2069 \u2066': pass",
    "half \ud800 of one, \u200b nothing, \u00a0 blank, \r alone",
]
TAGS = {"html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "bdi", "span",
        "strong", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "section", "code",
        "pre", "mark"}  # fmt: skip
ANNA = Student("anna", "Anna", "Arendt")


def graded(*sentences: str, walled: bool = True) -> Result:
    """Return a result with a sentence for each of the first tasks of leaks."""
    found = [
        TaskResult(task.name, 1.5, task.points, "part", sentence)
        for task, sentence in zip(of("leaks"), sentences, strict=False)
    ]
    return Result("anna", "leaks", tuple(found), walled, remarks=("There were two files.",))


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.within: list[str] = []
        self.code = [""]
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.text += " "
        if tag != "meta":
            self.within.append(tag)
        if tag == "pre":
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.within:
            self.code[-1] += data
        elif "style" not in self.within:
            self.text += data


def seen(char: str) -> str:
    """Return a character as it should be shown."""
    return char if char.isprintable() or char in "\n\t" else f"U+{ord(char):04X}"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_student_wrote_is_text(text: str, tmp_path: Path) -> None:
    student = Student(text, text, text)
    result = Result(text, "leaks", (*graded(text).tasks, TaskResult(text, 0, 1, text, text)),
                    walled=True, remarks=(text,))  # fmt: skip
    answers = dict.fromkeys([one.task for one in result.tasks], f"{text}\n\tmore = {text}")
    write_feedback(result, student, answers, tmp_path / "page.html")
    page = Seen(tmp_path / "page.html")
    assert {tag for tag, _ in page.tags} <= TAGS
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert re.fullmatch(r"#task-\d|None", str(attributes.get("href")))
    assert page.code[1:] == ["".join(map(seen, f"{text}\n\tmore = {text}"))] * 2
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", page.text)


def test_a_page_says_points_sentences_and_remarks_before_the_answers(tmp_path: Path) -> None:
    write_feedback(
        graded("Lost two.", "Fine."), ANNA, {"error": "one = 1\r\n"}, tmp_path / "p.html"
    )
    page = Seen(tmp_path / "p.html")
    words = " ".join(page.text.split())
    assert "3 of 6 points Anna Arendt There were two files. Points by task" in words
    assert "The way out in the middle 1.5 of 3 some points Lost two. The way out that" in words
    assert "There is no answer to show. some points 1.5 of 3. Lost two." in words
    assert page.code[1:] == ["one = 1\n"]


def test_a_file_that_can_not_be_read_has_its_reason_in_the_table_only(tmp_path: Path) -> None:
    reason = REASONS["truncated"]
    rows = TaskResult("error", 0, 3, "truncated", reason), *graded("Fine.").tasks
    write_feedback(Result("anna", "leaks", rows, True), ANNA, {}, tmp_path / "page.html")
    page = Seen(tmp_path / "page.html")
    assert page.text.count(reason) == 1
    assert [one.get("href") for tag, one in page.tags if tag == "a"] == ["#task-2"]
    assert [one["id"] for tag, one in page.tags if tag == "h2"] == ["task-2"]


@pytest.mark.parametrize("walled", [True, False])
def test_a_trusted_run_is_said(walled: bool, tmp_path: Path) -> None:
    write_feedback(graded("Right.", walled=walled), ANNA, {}, tmp_path / "page.html")
    assert ("A trusted run" in Seen(tmp_path / "page.html").text) is not walled


@pytest.mark.parametrize("text", ["&", "\u202e", "\U0001f600", "x"])
def test_a_page_is_of_limited_size_and_says_what_it_leaves_out(text: str, tmp_path: Path) -> None:
    answers = {task.name: text * 1_000_000 for task in of("leaks")}
    result = graded(*[text * 1_000_000] * len(answers))
    result = Result(text * 5000, "leaks", result.tasks, True, remarks=(text * 9999,) * 999)
    write_feedback(result, Student("a", text * 5000), answers, tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size < 300_000
    page = Seen(tmp_path / "page.html")
    assert page.text.count("the rest of it is left out") == len(answers)
    assert all(len(code) > 1000 for code in page.code[1:])


def test_an_answer_of_the_usual_length_is_whole(tmp_path: Path) -> None:
    source = "value = [1, 2, 3]  # a line of some length, as they are in an answer\n" * 300
    answers = {task.name: source for task in of("leaks")}
    write_feedback(graded(*answers), ANNA, answers, tmp_path / "page.html")
    assert Seen(tmp_path / "page.html").code[1:] == [source] * 8


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_task_has_its_heading(assignment: str) -> None:
    found = titles(assignment)
    assert list(found) == list(Release.of(assignment).stubs)
    assert len(set(found.values())) == len(found)
    assert not [one for one in found.values() if re.search(r"^\d|\(\d|^#|_", one)]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_a_page_and_runs_nothing(
    page: Page, width: int, scheme: str, tmp_path: Path
) -> None:
    names = [task.name for task in of("leaks")]
    answers = {**Release.of("leaks").stubs, **dict(zip(names, HOSTILE, strict=False))}
    long = "expected 3 connections, seen 0: " + "x" * 200
    write_feedback(graded(*HOSTILE[:7], long), ANNA, answers, tmp_path / "page.html")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title() == "leaks: 12 of 30 points"
    assert page.locator("script, img, svg, form, link").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(253, 253, 251)", "dark": "rgb(25, 26, 28)"}[scheme]
    cells = page.get_by_role("row").nth(1).get_by_role("cell")
    assert cells.first.inner_text() == "1.5 of 3"
    assert page.get_by_role("region", name="Your answer to Asleep in a transaction").is_visible()
    shot(page, f"class-feedback-{scheme}-{width}")


@pytest.mark.browser
def test_a_page_forbids_what_should_get_past_it(browser: Browser, tmp_path: Path) -> None:
    write_feedback(graded("Right."), ANNA, {}, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    worse = text.replace("</main>", "<script>document.title = 'mine'</script><p style='color:red'>")
    (tmp_path / "worse.html").write_text(worse, encoding="utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "worse.html").as_uri())
    assert opened.title() == "leaks: 1.5 of 3 points"
    opened.close()
