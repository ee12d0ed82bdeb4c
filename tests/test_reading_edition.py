"""Around the lessons: the front page, the page of claims, and how the site is published."""

import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml  # type: ignore[import-untyped]

from poollab import cli
from poollab.course import LESSONS
from poollab.environment import ROOT
from poollab.postgres.engine import DEFAULT_IMAGE
from poollab.publish import front, history, lessons, measured, repository, site, uses
from poollab.publish.claims import claims, sentences
from poollab.publish.front import WORDS
from poollab.publish.repository import Repository

SERVER = "PostgreSQL 18.6 in a container (postgres:18)"
HERE = "2 cores, 8 GB of memory, Debian on x86_64, Python 3.13.1"
EVENING = "in use 3   waiting 5   being served: tables [1, 2, 3]"


def run(number: int, lines: dict[str, str]) -> Any:
    """Return a lesson as if it had been run: for each tag what its cell printed."""
    v4: Any = nbformat.v4
    cells = [v4.new_markdown_cell(f"# 0{number} · What is small\n\n**5 minutes.**")]
    for tag, text in {"start": f"{SERVER}: a Docker engine answers.", **lines}.items():
        out = v4.new_output("stream", name="stdout", text=text)
        cells.append(v4.new_code_cell("", id=tag, metadata={"tags": [tag]}, outputs=[out]))
    about = {"run": "2026-12-01 01:00", "seconds": 12.3, "machine": HERE, "source": ""}
    return v4.new_notebook(cells=cells, metadata={"poollab": about})


@pytest.fixture(autouse=True)
def _own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "EXECUTED", tmp_path / "lessons")


def kept(number: int, *printed: dict[str, str]) -> None:
    """Have a lesson's runs kept that printed so."""
    for place, lines in enumerate(printed):
        folder = lessons.kept_runs(number)
        history.keep(folder, run(number, lines))
        newest = max(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        newest.rename(folder / f"2026-11-{place + 1:02}.json")


def test_the_page_of_claims_says_what_was_measured_where_and_how_far_it_spreads() -> None:
    kept(3, {"C9": "188 a second"}, {"C9": "1,205.5 a second"}, {"C9": "no figure at all"})
    page = measured.measured({Path("03-small.ipynb"): run(3, {"C9": "190 a second"})})
    assert f"Measured on a machine with {HERE}." in page
    assert (
        "Run on 2026-12-01 01:00 in 12 seconds, on PostgreSQL 18.6 in a container (postgres:18)."
        in page
    )
    assert "190 a second\n    in 2 runs: 188 to 1,205.5 a second\n" in page


@pytest.mark.parametrize(
    ("line", "others", "said"),
    [
        ("p50 2 ms", ["p50 2 ms", "p50 2 ms"], ""),
        ("p50 2 ms", ["p50 3 ms"], ""),
        ("p50 2 ms", ["p50 3 ms", "p50 2.5 ms"], "in 2 runs: p50 2.5 to 3 ms"),
        (
            "5 of 60 took 2 s",
            ["5 of 60 took 2 s", "5 of 60 took 1 s"],
            "in 2 runs: 5 of 60 took 1 to 2 s",
        ),
        ("backend 12, pids [1]", ["backend 13, pids [1]", "backend 12, pids [1]"], ""),
    ],
)
def test_a_spread_is_of_figures_of_the_same_words(line: str, others: list[str], said: str) -> None:
    assert history.spread(line, others) == said


def test_runs_of_another_machine_do_not_spread_those_of_this_one() -> None:
    kept(3, {"C9": "188 a second"}, {"C9": "190 a second"})
    one = lessons.kept_runs(3) / "2026-11-01.json"
    one.write_text(json.dumps(json.loads(one.read_text()) | {"machine": "another"}))
    (claim, *_) = claims(3, run(3, {"C9": "190 a second"}))
    assert claim.spread == [""]


def test_the_last_runs_are_kept_and_a_damaged_one_is_left_out() -> None:
    kept(3, *({"C9": f"{n} a second"} for n in range(history.KEPT + 2)))
    folder = lessons.kept_runs(3)
    history.keep(folder, run(3, {"C9": "99 a second"}))
    found = [one.printed["C9"] for one in history.runs(folder)]
    assert found == [[f"{n} a second"] for n in (*range(3, history.KEPT + 2), 99)]
    next(folder.glob("*.json")).write_text("{")
    assert len(history.runs(folder)) == history.KEPT - 1


def test_a_lesson_hangs_on_the_rooms_that_it_uses_and_on_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {
        "watch/__init__.py": "from poollab import page",
        "watch/view.js": "",
        "page.py": "",
        "page.js": "",
        "load/__init__.py": "",
        "lessons/lesson_03/__init__.py": "",
        "lessons/lesson_04/__init__.py": "",
    }
    for name, text in parts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(uses, "PACKAGE", tmp_path)
    lesson = tmp_path / "03.ipynb"
    cell: Any = nbformat.v4.new_code_cell(
        "%%writefile app.py\nfrom poollab import watch\nfrom poollab.lessons import lesson_03"
    )
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), lesson)
    before = uses.digest(lesson)
    changes = set()
    for name in parts:
        (tmp_path / name).write_text(parts[name] + "\n# changed")
        changes |= {name} if uses.digest(lesson) != before else set()
        (tmp_path / name).write_text(parts[name])
    assert changes == {name for name in parts if "load" not in name and "04" not in name}


def test_the_lessons_hang_on_what_they_import() -> None:
    found = {part.name for part in uses.parts(ROOT / "notebooks" / f"{LESSONS[2]}.ipynb")}
    assert {"watch", "load", "postgres", "lesson_03", "page.py"} <= found
    assert not {"examiner", "publish", "lesson_04"} & found


def test_the_front_page_has_a_question_and_what_was_measured() -> None:
    pages = {Path(f"{LESSONS[2]}.ipynb"): run(3, {"C12": EVENING, "C10": "60 backends for 60"})}
    page = front.front(pages, None)
    assert "A pool may open 3 connections. 8 requests come at once." in page
    assert re.findall(r'name="guess"( class="right")?> (\d)', page) == [
        ("", "0"), ("", "3"), (' class="right"', "5"), ("", "8")
    ]  # fmt: skip
    assert "60 backends for 60</pre>" in page
    assert f'<a href="{LESSONS[2]}.html">03 · What is small</a>' in page


def test_without_a_measurement_the_front_page_asks_nothing() -> None:
    page = front.front({Path(f"{LESSONS[2]}.ipynb"): run(3, {"C12": "nothing"})}, None)
    assert "<form" not in page
    assert "<figure" not in page


def test_the_front_page_names_the_repository_or_says_that_it_knows_none() -> None:
    pages = {Path(f"{LESSONS[0]}.ipynb"): run(1, {})}
    known, unknown = front.front(pages, Repository("us", "pool-lab")), front.front(pages, None)
    for link in (
        "https://codespaces.new/us/pool-lab",
        f"https://mybinder.org/v2/gh/us/pool-lab/HEAD?urlpath=lab/tree/notebooks/{LESSONS[0]}.ipynb",
        "https://github.com/us/pool-lab/blob/HEAD/solutions/workshop.md",
    ):
        assert f'href="{link}"' in known
    assert "git clone https://github.com/us/pool-lab &amp;&amp; cd" in known.replace(
        "&& cd", "&amp;&amp; cd"
    )
    assert "https://" not in unknown
    assert "names none" in unknown


@pytest.mark.parametrize(
    ("remote", "pages"),
    [
        ("https://github.com/Us/pool-lab.git", "https://us.github.io/pool-lab/"),
        ("git@github.com:us/us.github.io", "https://us.github.io/"),
        ("ssh://git@github.com/us/pool.lab.git", "https://us.github.io/pool.lab/"),
        ("https://gitlab.com/us/pool-lab.git", None),
        ("", None),
    ],
)
def test_the_address_is_that_of_gits_remote(tmp_path: Path, remote: str, pages: str | None) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    if remote:
        subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", remote], check=True)
    found = repository.repository(tmp_path)
    assert (found and found.pages) == pages


def test_an_archive_inside_of_another_clone_has_no_address(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    remote = "https://github.com/us/other"
    subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", remote], check=True)
    inside = tmp_path / "pool-lab"
    inside.mkdir()
    assert repository.repository(inside) is None


def test_what_will_surprise_names_a_claim_and_no_figure() -> None:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    assert list(words) == [name[:2] for name in LESSONS]
    for number, entry in words.items():
        assert entry["shown"] in sentences()[int(number)]
        assert not re.search(r"\d", entry["surprise"]), number


def test_the_workflow_has_least_rights_and_names_what_there_is() -> None:
    text = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.BaseLoader)  # else "on" is true
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in build
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    steps = build["steps"] + deploy["steps"]
    for action in (step["uses"] for step in steps if "uses" in step):
        assert re.fullmatch(r"actions/[\w-]+@(v\d+|[0-9a-f]{40})", action)
        assert "cache" not in action
    uploaded = [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")]
    assert [ROOT / path for path in uploaded] == [site.SITE]
    commands = [step["run"] for step in steps if "run" in step]
    assert f"docker pull {DEFAULT_IMAGE}" in commands
    names = {command.__name__.replace("_", "-") for command in cli.COMMANDS}
    for program, target, *arguments in map(shlex.split, commands):
        assert (program, target) == ("docker", "pull") or (program == "make" and target in names)
        if target in ("site", "claims"):
            cli.runs_anew([one.removeprefix("ARGS=") for one in arguments])
