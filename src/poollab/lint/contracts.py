"""What an exercise's text asks is held by a check, and each check refuses what no other does.

``tests/answers/<assignment>/<task>/contract.toml`` says so for each task, in the words of its text;
``tests/answers/<assignment>/contract.toml`` for what the text asks of all tasks.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

ANSWERS = Path("tests/answers")
EXAMINER = Path("src/poollab/examiner")
FOR_ALL = "all tasks"
ASIDE = re.compile(r"<details>[\s\S]*?</details>|^\|.*$|^#+ .*$|```[\s\S]*?```", re.MULTILINE)
END = re.compile(r"(?<=[.?!])[*)]*\s+(?=[^a-z])|\n\s*\n|\n\s*(?=(?:[-*]|\d\.) )")


@dataclass(frozen=True)
class Contract:
    """What a text asks."""

    told: list[str] = field(default_factory=list)
    """Sentences that ask for nothing."""
    asked: dict[str, list[str]] = field(default_factory=dict)
    """Sentences that ask for something: the names of the checks that look whether it is so."""
    only: dict[str, list[str]] = field(default_factory=dict)
    """By check: the wrong answers that no other one refuses, by the names of their files."""


def read(path: Path) -> Contract:
    """Read a contract."""
    return Contract(**tomllib.loads(path.read_text(encoding="utf-8")))


def sentences(markdown: str) -> list[str]:
    """Return the sentences of a text, without headings, tables, and what is folded."""
    parts = (" ".join(part.split()) for part in END.split(ASIDE.sub("", markdown)))
    return [part.lstrip("-> ") for part in parts if re.search(r"[A-Za-z]", part)]


def texts(notebook: nbformat.NotebookNode) -> dict[str, list[str]]:
    """Return by task the sentences of its text; before the first task stands what all ask."""
    found: dict[str, list[str]] = {}
    text: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if cell.source.startswith("## 1"):
                found[FOR_ALL] = text
            if re.match(r"## \d", cell.source):
                text = []
            text += sentences(cell.source)
        elif cell.metadata.get("nbgrader", {}).get("solution"):
            found[cell.metadata.nbgrader.grade_id], text = text, []
    return found


def checks(folder: Path) -> set[str]:
    """Return the names of the checks in the modules of a folder."""
    return {
        node.args[0].value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr == "check" and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }  # fmt: skip


def check(root: Path, files: list[Path]) -> list[str]:
    """Return findings about sentences without a check, and checks that no wrong answer needs."""
    by_assignment: dict[str, list[Path]] = {}
    for path in files:
        if path.name == "contract.toml" and ANSWERS in path.parents:
            by_assignment.setdefault(path.relative_to(ANSWERS).parts[0], []).append(path)
    return [line for name, paths in by_assignment.items() for line in findings(root, name, paths)]


def findings(root: Path, assignment: str, paths: list[Path]) -> Iterator[str]:
    """Yield the findings about the contracts of an assignment."""
    source = root / "solutions" / assignment / f"{assignment}.ipynb"
    asked = texts(nbformat.read(source, as_version=4))
    known, needed = checks(root / EXAMINER / assignment), set[str]()
    for path in paths:
        contract = read(root / path)
        needed |= contract.only.keys()
        text = asked.get(FOR_ALL if path.parent.name == assignment else path.parent.name, [])
        for words in troubles(contract, text, known, root / path.parent / "wrong"):
            yield f"{path.as_posix()}:1: {words}"
    for name in sorted(known - needed):
        yield f"{(ANSWERS / assignment).as_posix()}:1: no wrong answer needs the check {name!r}"


def troubles(contract: Contract, text: list[str], known: set[str], folder: Path) -> Iterator[str]:
    """Yield what is amiss with a contract, for a text and the checks that there are."""
    listed = {*contract.told, *contract.asked}
    for sentence in text:
        if sentence not in listed:
            yield f"a sentence of the text is not here: {sentence}"
    for sentence in sorted(listed - set(text)):
        yield f"this is no sentence of the text: {sentence}"
    for sentence, names in contract.asked.items():
        if not names:
            yield f"no check for: {sentence}"
    named = {name for names in contract.asked.values() for name in names}
    for name in sorted((named | contract.only.keys()) - known):
        yield f"there is no check {name!r}"
    for name, answers in contract.only.items():
        if not answers:
            yield f"no wrong answer needs the check {name!r}"
        for answer in answers:
            if not (folder / f"{answer}.py").exists():
                yield f"there is no wrong answer {answer!r}"
