import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from poollab import course, lint
from poollab.errors import PoolLabError
from poollab.lint import lengths, links, locked, notebooks, private, tools

Check = Callable[[Path, list[Path]], list[str]]

PYPROJECT = """\
[project]
name = "small"
dependencies = [
    "idna>=3,<4",
]

[tool.mypy]
files = ["code.py"]
strict = true
"""
LOCK = """\
idna==3.20 \\
    --hash=sha256:00
    # via small (pyproject.toml)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project in git, with nothing to mend."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    write(tmp_path, "pyproject.toml", PYPROJECT)
    write(tmp_path, "requirements.lock", LOCK)
    write(tmp_path, "code.py", '"""Nothing yet."""\n')
    write(tmp_path, "README.md", "# Small\n\n[the code](code.py), [above](#small)\n")
    notebook(tmp_path, new_markdown_cell("# A title\n\n[above](#A-title)", id="title"))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\x00")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text)


def notebook(root: Path, *cells: nbformat.NotebookNode) -> None:
    nbformat.write(new_notebook(cells=list(cells)), root / "lesson.ipynb")


def finding(root: Path, check: Check) -> str:
    """Return the one thing a check finds."""
    found = check(root, lint.committed(root))
    assert len(found) == 1, found
    return found[0]


def line_of(root: Path, name: str, words: str) -> int:
    """Return the line of a file that holds ``words``."""
    lines = (root / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_what_ruff_finds(project: Path) -> None:
    write(project, "code.py", '"""Unused."""\n\nimport os\n')
    assert finding(project, tools.ruff).startswith("code.py:3:8: F401 ")


def test_what_ruff_finds_in_a_notebook(project: Path) -> None:
    notebook(project, new_code_cell("1 +\n", id="broken"))
    assert "lesson.ipynb:cell 1:1:4: " in "\n".join(tools.ruff(project, lint.committed(project)))


def test_what_ruff_would_format(project: Path) -> None:
    write(project, "code.py", '"""Crowded."""\n\nA=1\n')
    said = finding(project, tools.formatting)
    assert said.startswith("code.py:3:")
    assert said.endswith("would be reformatted")


def test_what_mypy_finds(project: Path) -> None:
    write(project, "code.py", '"""Wrong."""\n\nA: int = "one"\n')
    assert finding(project, tools.mypy).startswith("code.py:3: error: Incompatible types")


def test_a_tool_that_stops(project: Path) -> None:
    write(
        project, "pyproject.toml", PYPROJECT + 'python_version = "9"\n[tool.ruff]\nnonsense = 1\n'
    )
    assert finding(project, tools.ruff).startswith("pyproject.toml:1: ruff stopped: ")


@pytest.mark.parametrize(
    "left",
    [
        {"outputs": [new_output("stream", text="1")]},
        {"execution_count": 1},
        {"metadata": {"execution": {"iopub.status.busy": "now"}}},
    ],
)
def test_traces_of_a_run_in_a_notebook(project: Path, left: dict[str, object]) -> None:
    notebook(project, new_code_cell("1", id="one", **left))
    said = finding(project, notebooks.check)
    assert said.startswith("lesson.ipynb:1: outputs, counts or traces of a run")


def test_what_the_finding_says_to_run_mends_it(project: Path) -> None:
    notebook(project, new_code_cell("1", id="one", execution_count=1))
    strip = finding(project, notebooks.check).split("`poollab run ")[1].rstrip("`").split()
    subprocess.run([sys.executable, "-m", *strip], cwd=project, check=True)
    assert notebooks.check(project, lint.committed(project)) == []


def test_two_cells_of_one_id(project: Path) -> None:
    notebook(project, new_code_cell("1", id="one"))
    text = (project / "lesson.ipynb").read_text()
    cell = text[text.index("  {") : text.index("\n ],")]
    write(project, "lesson.ipynb", text.replace(cell, f"{cell},\n{cell}"))
    second = (project / "lesson.ipynb").read_text().splitlines()
    line = len(second) - second[::-1].index('   "id": "one",')
    said = finding(project, notebooks.check)
    assert said == f"lesson.ipynb:{line}: a second cell with the id one"


def test_a_notebook_without_ids(project: Path) -> None:
    old = nbformat.v4.new_notebook(nbformat_minor=4)
    write(project, "lesson.ipynb", nbformat.v4.writes(old))
    assert "lesson.ipynb:1: cells have no ids" in finding(project, notebooks.check)


@pytest.mark.parametrize("text", ["no JSON", '{"nbformat": 4, "nbformat_minor": 5}'])
def test_a_notebook_that_is_none(project: Path, text: str) -> None:
    write(project, "lesson.ipynb", text)
    assert "lesson.ipynb:1: not a " in "\n".join(notebooks.check(project, lint.committed(project)))


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](gone.py)", "git has no such file"),
        ("[x](../elsewhere.md)", "git has no such file"),
        ("[x](/README.md)", "write it relative to this file"),
        ("[x](#nowhere)", "no such heading"),
        ("[x](README.md#nowhere)", "no such heading"),
        ("[x](lesson.ipynb#a-title)", "no such heading"),
        ("![x](gone.png)", "git has no such file"),
        ('<img src="gone.png">', "git has no such file"),
        ("| a |\n|---|\n| [x](gone.py) |", "git has no such file"),
    ],
)
def test_a_link_that_leads_nowhere(project: Path, link: str, message: str) -> None:
    write(project, "NOTES.md", f"# Notes\n\nfirst line\nand {link}\n" if "|" not in link else link)
    line = 3 if "|" in link else 4
    said = finding(project, links.check)
    assert said.startswith(f"NOTES.md:{line}: link to ")
    assert said.endswith(message)


def test_links_that_lead_somewhere(project: Path) -> None:
    write(
        project,
        "NOTES.md",
        "# It's `new`, all of it\n# Twice\n# Twice\n<a id='here'></a>\n"
        "[1](#its-new-all-of-it) [2](#twice-1) [3](#here) [4](README.md#small) [5](.) "
        "[6](lesson.ipynb#A-title) [7](https://example.org/gone) [8](mailto:a@example.org)\n",
    )
    assert links.check(project, lint.committed(project)) == []


def test_a_broken_link_in_a_notebook_has_the_line_of_its_file(project: Path) -> None:
    notebook(project, new_markdown_cell("# One\n\nsee [x](gone.py)", id="one"))
    line = line_of(project, "lesson.ipynb", "gone.py")
    said = finding(project, links.check)
    assert said == f"lesson.ipynb:{line}: link to gone.py: git has no such file"


def test_a_link_to_a_file_git_ignores(project: Path) -> None:
    write(project, ".gitignore", "made.txt\n")
    write(project, "made.txt", "")
    write(project, "NOTES.md", "[x](made.txt)\n")
    assert finding(project, links.check) == "NOTES.md:1: link to made.txt: git has no such file"


@pytest.mark.parametrize("wanted", ["six", "idna>=4"])
def test_a_dependency_the_lock_lacks(project: Path, wanted: str) -> None:
    write(project, "pyproject.toml", PYPROJECT.replace("idna>=3,<4", f'idna",\n    "{wanted}'))
    line = line_of(project, "pyproject.toml", f'"{wanted}')
    said = finding(project, locked.check)
    assert said.startswith(f"pyproject.toml:{line}: requirements.lock has no {wanted}")


def test_a_dependency_of_a_group_the_lock_lacks(project: Path) -> None:
    write(project, "pyproject.toml", PYPROJECT + '\n[dependency-groups]\ndev = ["six"]\n')
    assert "requirements.lock has no six" in finding(project, locked.check)


def test_a_dependency_nobody_asks_for_any_more(project: Path) -> None:
    write(project, "requirements.lock", LOCK + LOCK.replace("idna", "six"))
    said = "requirements.lock:4: pyproject.toml no longer asks for six: run `make lock`"
    assert finding(project, locked.check) == said


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        ("", "idna>=3,<4"),
        (LOCK.replace("3.20", "3.21"), "idna==3.21"),
        (LOCK + "six==1\n", "six==1"),
    ],
    ids=["lacks one", "another version", "one too many"],
)
@pytest.mark.parametrize(
    ("part", "group"),
    [
        ("docker/lab/seat.lock", ""),
        ("docker/hub/hub.lock", '[dependency-groups]\nhub = ["idna>=3,<4"]\n'),
        ("src/poollab/bundle/laptop.lock", ""),
    ],
)
def test_a_lock_of_a_part_that_has_drifted(
    project: Path, part: str, group: str, lock: str, message: str
) -> None:
    (project / part).parent.mkdir(parents=True)
    write(project, "pyproject.toml", PYPROJECT + group)
    write(project, part, LOCK)
    assert locked.check(project, []) == []
    write(project, part, lock)
    said = finding(project, locked.check)
    assert said.startswith(f"{part}:1: ") and message in said


@pytest.mark.parametrize(
    "line",
    [
        "--extra-ind" + "ex-url https://example.org/",
        'url = "https://example.org/pypi/' + 'simple/"',
        "https://files.python" + "hosted.org/packages/x.whl",
        "data = '/ho" + "me/ada/data.csv'",
        "cd /Us" + "ers/ada/lab",
        "C:\\Us" + "ers\\ada",
    ],
)
def test_what_only_one_machine_has(project: Path, line: str) -> None:
    write(project, "setup.cfg", f"# first\n{line}\n")
    assert finding(project, private.check).startswith("setup.cfg:2: ")


def test_the_path_of_the_clone(project: Path) -> None:
    write(project, "setup.cfg", f"{project}/data\n")
    assert finding(project, private.check).startswith("setup.cfg:1: the path of this clone: ")


def test_report_lists_all_and_fails(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint.report(project) == 0
    write(project, "NOTES.md", "[x](gone.py) [y](lost.py)\n")
    assert lint.report(project) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 to mend."


def test_outside_git_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="git clone"):
        lint.findings(tmp_path)


def lesson(root: Path, *sizes: int, folded: int = 0, why: str = "") -> None:
    """Write lesson 03, one sitting, with cells of so many lines, and one folded.

    The first may have a reason.
    """
    cells = [new_code_cell("x = 1\n\n" * lines, id=f"cell-{n}") for n, lines in enumerate(sizes)]
    cells[0].metadata = {"why_long": why} if why else {}
    cells.append(new_code_cell("x = 1\n" * folded, id="folded"))
    cells[-1].metadata = {"jupyter": {"source_hidden": True}}
    path = course.lessons(root)[2]
    path.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)


def too_long(root: Path) -> list[str]:
    return lengths.check(root, [])


def test_a_lesson_of_short_cells_is_short(project: Path) -> None:
    assert lengths.lengths(project) == [] == too_long(project)
    lesson(project, *[8] * 24, 8, folded=90)
    assert too_long(project) == []
    [row] = map(str, lengths.lengths(project))
    assert row.startswith("03: 200 lines of code in view, at most 200; of a cell 8 in the middle")


@pytest.mark.parametrize(
    ("sizes", "why", "finding"),
    [
        ([15, 8, 8], "", "cell-0 has 15 lines, more than 14"),
        ([9, 9, 8], "", "the cell in the middle has 9 lines, more than 8"),
        ([8] * 26, "", "208 lines of code in view, more than 200"),
        ([15, *[8] * 8], "one pool, whole", "1 of 9 cells are excused"),
    ],
)
def test_a_lesson_that_shows_too_much_is_found(
    project: Path, sizes: list[int], why: str, finding: str
) -> None:
    lesson(project, *sizes, why=why)
    [found] = too_long(project)
    assert finding in found
    lesson(project, 14, *[8] * 10)
    assert too_long(project) == []


def test_a_cell_may_be_long_for_a_reason(project: Path) -> None:
    lesson(project, 18, *[8] * 10, why="one pool, whole")
    assert too_long(project) == []
