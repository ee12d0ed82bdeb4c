"""A contract holds every sentence of a task's text, and every check refuses something alone."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from poollab.lint import contracts

FILES = [Path("tests/answers/bar/contract.toml"), Path("tests/answers/bar/tea/contract.toml")]
ALL = """
told = ["Answer in the cell."]
[asked]
"Three connections, no more." = ["three"]
"""
TEA = """
told = ["A guest comes."]
[asked]
"`GET /tea` answers 200." = ["status"]
[only]
"status" = ["says_404"]
"three" = ["takes_five"]
"""
TEXT = """\
## 1 · Tea (3 points)

A guest comes. `GET /tea` answers 200.

| not | a sentence |
|---|---|

<details><summary>Hint</summary>Look. Look again.</details>
"""
EXAMINER = """
def tea(exam):
    with exam.check("status"), exam.check("three"):
        pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one assignment of one task, and nothing to mend."""
    for path in *FILES, Path("solutions/bar"), Path("src/poollab/examiner/bar"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / FILES[0]).write_text(ALL)
    (tmp_path / FILES[1]).write_text(TEA)
    for name in "says_404", "takes_five":
        answer = tmp_path / f"tests/answers/bar/tea/wrong/{name}.py"
        answer.parent.mkdir(exist_ok=True)
        answer.write_text("")
    (tmp_path / "src/poollab/examiner/bar").mkdir()
    (tmp_path / "src/poollab/examiner/bar/tea.py").write_text(EXAMINER)
    (tmp_path / "solutions/bar").mkdir()
    write(tmp_path, TEXT)
    return tmp_path


def write(root: Path, task: str) -> None:
    """Write the assignment, with this text of its task."""
    cells = [
        new_markdown_cell("# Bar\n\nAnswer in the cell. Three connections,\nno more."),
        new_markdown_cell(task),
        new_code_cell("", metadata={"nbgrader": {"solution": True, "grade_id": "tea"}}),
    ]
    nbformat.write(new_notebook(cells=cells), root / "solutions/bar/bar.ipynb")


def test_nothing_to_mend(project: Path) -> None:
    assert contracts.check(project, FILES) == []


def test_a_sentence_that_is_not_held(project: Path) -> None:
    write(project, TEXT.replace("200.", "200. It is hot."))
    said = "tests/answers/bar/tea/contract.toml:1: a sentence of the text is not here: It is hot."
    assert contracts.check(project, FILES) == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A guest comes", "A guest left", "this is no sentence of the text: A guest left."),
        ('["status"]\n[only]', "[]\n[only]", "no check for: `GET /tea` answers 200."),
        ('["status"]\n[only]', '["price"]\n[only]', "there is no check 'price'"),
        ('["says_404"]', "[]", "no wrong answer needs the check 'status'"),
        ('["says_404"]', '["says_500"]', "there is no wrong answer 'says_500'"),
        ('"three" = ["takes_five"]', "", "no wrong answer needs the check 'three'"),
    ],
)
def test_what_does_not_fit(project: Path, old: str, new: str, said: str) -> None:
    (project / FILES[1]).write_text(TEA.replace(old, new))
    assert said in "\n".join(contracts.check(project, FILES))


def test_what_all_tasks_ask(project: Path) -> None:
    (project / FILES[0]).write_text(ALL.replace("Three", "Four"))
    found = contracts.check(project, FILES)
    assert [line.split(": ", 1)[0] for line in found] == ["tests/answers/bar/contract.toml:1"] * 2
