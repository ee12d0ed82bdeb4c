"""What is handed in, whole or damaged: its answers are found, in one way, or there is a reason."""

import csv
import html
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from test_assignments import nbgrader, reference, submission

from poollab.assignments.answers import Submission, answer, answers_of, read
from poollab.assignments.file import LARGEST, REASONS
from poollab.assignments.notebook import Cell, cells
from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.examiner.release import Release, path_of

FIRST, SECOND, *_ = (task.name for task in tasks.of("leaks"))
TASK = f"leaks/{FIRST}"
SOLVED = {name: reference("leaks", name) for name in (FIRST, SECOND)}
STUBS = Release.of("leaks").stubs
Bytes = Callable[[bytes], bytes]
Change = Callable[[dict[str, Any]], Any]


def changed(change: Change) -> Bytes:
    """Return what does that to a notebook's file."""

    def damage(raw: bytes) -> bytes:
        notebook = json.loads(raw)
        return json.dumps(change(notebook) or notebook).encode()

    return damage


def own(notebook: dict[str, Any], name: str = FIRST) -> dict[str, Any]:
    """Return the cell for an answer."""
    (found,) = [
        cell for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    ]  # fmt: skip
    return found  # type: ignore[no-any-return]


def every_cell(**new: Any) -> Bytes:
    return changed(lambda nb: [cell.update(new) for cell in nb["cells"]] and None)


def first_cell(**new: Any) -> Bytes:
    return changed(lambda nb: own(nb).update(new))


def as_version_3(notebook: dict[str, Any]) -> dict[str, Any]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    return {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}


def nested(levels: int) -> Bytes:
    def damage(raw: bytes) -> bytes:
        deep = b'{"a":' * levels + b"1" + b"}" * levels
        return raw.replace(b'"metadata"', b'"deep": ' + deep + b', "metadata"', 1)

    return damage


def conflict(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join([*lines[:9], b"<<<<<<< HEAD\n", *lines[9:12], b"=======\n>>>>>>> mine\n",
                     *lines[12:]])  # fmt: skip


def archive(raw: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.writestr("leaks.ipynb", raw)
    return kept.getvalue()


def other(raw: bytes) -> bytes:
    return path_of("sizing").read_bytes()


NUMBER = b'"nbformat": ' + b"4" * 9000
LATIN = '"D\xe9j\xe0 vu"'
READABLE: dict[str, Bytes] = {
    "whole": lambda raw: raw,
    "byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "UTF-16, little": lambda raw: b"\xff\xfe" + raw.decode().encode("utf-16-le"),
    "UTF-16, big": lambda raw: b"\xfe\xff" + raw.decode().encode("utf-16-be"),
    "UTF-16, no mark": lambda raw: raw.decode().encode("utf-16-le"),
    "UTF-32": lambda raw: raw.decode().encode("utf-32"),
    "CRLF": lambda raw: raw.replace(b"\n", b"\r\n"),
    "commas before brackets": lambda raw: raw.replace(b"}\n", b"},\n").replace(b"},\n,", b"},")
    .rstrip().rstrip(b","),
    "no metadata": changed(lambda nb: nb.pop("metadata") and None),
    "null metadata": changed(lambda nb: nb.update(metadata=None)),
    "metadata of cells lost": every_cell(metadata={}),
    "metadata of cells null": every_cell(metadata=None),
    "metadata of cells a list": every_cell(metadata=[1]),
    "nbgrader's marks a number": every_cell(metadata={"nbgrader": 7}),
    "grade_id a list": first_cell(metadata={"nbgrader": {"grade_id": ["a"], "solution": True}}),
    "an old schema": changed(lambda nb: own(nb)["metadata"]["nbgrader"].update(schema_version=0)),
    "cell ids lost": changed(lambda nb: [cell.pop("id") for cell in nb["cells"]] and None),
    "cell ids numbers": every_cell(id=5),
    "attachments and outputs odd": every_cell(attachments=3, outputs="none", execution_count="x"),
    "no version": changed(lambda nb: nb.pop("nbformat") and None),
    "version as text": changed(lambda nb: nb.update(nbformat="4")),
    "version 5": changed(lambda nb: nb.update(nbformat=5)),
    "version 3": changed(as_version_3),
    "cells that are none": changed(lambda nb: nb["cells"].extend([None, 7, "x", [], {}])),
    "a long cell beside": changed(lambda nb: nb["cells"].append(
        {"cell_type": "code", "source": "data = 1\n" * 900_000}
    )),
    "900 levels": nested(900),
    "a number of 9000 digits": lambda raw: raw.replace(b'"nbformat": 4', NUMBER),
    "retyped to raw": first_cell(cell_type="raw"),
    "retyped to Markdown": first_cell(cell_type="markdown"),
    "no cell type but its own": changed(lambda nb: own(nb).pop("cell_type") and None),
    "answers copied": changed(lambda nb: nb["cells"].extend(nb["cells"][:])),
    "cells in reverse": changed(lambda nb: nb["cells"].reverse()),
    "checks deleted": changed(lambda nb: nb.update(
        cells=[one for one in nb["cells"] if "check" not in one.get("id", "")]
    )),
}  # fmt: skip
UNREADABLE: dict[str, tuple[Bytes, str]] = {
    "empty": (lambda raw: b"", "empty"),
    "blanks": (lambda raw: b" \n\n", "empty"),
    "a mark alone": (lambda raw: b"\xef\xbb\xbf", "empty"),
    "truncated": (lambda raw: raw[: len(raw) // 2], "truncated"),
    "truncated at the end": (lambda raw: raw.rstrip()[:-1], "truncated"),
    "truncated UTF-16": (lambda raw: raw.decode().encode("utf-16")[:999], "truncated"),
    "NULs": (lambda raw: bytes(len(raw)), "zeros"),
    "a tail of NULs": (lambda raw: raw[:4096] + bytes(4096), "zeros"),
    "a web page": (lambda raw: b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "page"),
    "Latin-1": (lambda raw: raw.replace(b'"nbformat"', LATIN.encode("latin-1"), 1), "encoding"),
    "a zip": (archive, "archive"),
    "a merge": (conflict, "merge"),
    "a script": (lambda raw: b"import asyncpg\n\ndef early_return(dsn): ...\n", "json"),
    "a bracket lost": (lambda raw: raw.replace(b"[", b"", 1), "json"),
    "random bytes": (lambda raw: bytes(range(1, 256)) * 40, "encoding"),
    "a list": (lambda raw: b"[" + raw + b"]", "cells"),
    "a text": (lambda raw: b'"notebook"', "cells"),
    "cells a dict": (changed(lambda nb: nb.update(cells={"0": nb["cells"]})), "cells"),
    "no cells": (changed(lambda nb: nb.pop("cells") and None), "cells"),
    "cells none": (changed(lambda nb: nb.update(cells=[])), "nothing"),
    "all cells Markdown, without marks": (every_cell(cell_type="markdown", metadata={}), "nothing"),
    "another assignment": (other, "other"),
    "100,000 levels": (nested(100_000), "deep"),
    "a million cells": (
        changed(
            lambda nb: nb["cells"].extend(
                [{"cell_type": "code", "source": "def error(): 0"}] * 300_000
            )
        ),
        "large",
    ),
    "too large": (lambda raw: raw + b" " * LARGEST, "large"),
}
HALF = "def early_return(dsn):\n    return '\ud800'\n"
ONE_LOST: dict[str, tuple[Bytes, str]] = {
    "null source": (first_cell(source=None), "source"),
    "a number for a source": (first_cell(source=42), "source"),
    "a list of numbers": (first_cell(source=["def early_return(dsn):", 7]), "source"),
    "no source": (changed(lambda nb: own(nb).pop("source") and None), "source"),
    "a lone surrogate": (first_cell(source=HALF), "character"),
    "60,000 characters": (first_cell(source=SOLVED[FIRST] + "#" * 60_000), "long"),
    "cell deleted": (changed(lambda nb: nb["cells"].remove(own(nb))), "absent"),
}  # fmt: skip


def damaged(tmp_path: Path, damage: Bytes) -> Submission:
    """Return what is read of a notebook with two answers after this was done to its file."""
    path = submission("leaks", 2, tmp_path / "leaks.ipynb")
    path.write_bytes(damage(path.read_bytes()))
    return read(path, "leaks")


@pytest.mark.parametrize("kind", READABLE)
def test_what_can_be_read_without_guessing_is_read(kind: str, tmp_path: Path) -> None:
    found = damaged(tmp_path, READABLE[kind])
    assert (found.answers, found.lost) == (STUBS | SOLVED, {})


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_can_not_be_read_has_one_reason(kind: str, tmp_path: Path) -> None:
    damage, code = UNREADABLE[kind]
    found = damaged(tmp_path, damage)
    lost = {name: reason.code for name, reason in found.lost.items()}
    assert (found.answers, lost) == ({}, dict.fromkeys(STUBS, code))
    assert {str(reason) for reason in found.lost.values()} == {REASONS[code]}


@pytest.mark.parametrize("kind", ONE_LOST)
def test_one_damaged_cell_costs_no_other(kind: str, tmp_path: Path) -> None:
    damage, code = ONE_LOST[kind]
    found = damaged(tmp_path, damage)
    assert {name: reason.code for name, reason in found.lost.items()} == {FIRST: code}
    assert found.answers == {name: text for name, text in (STUBS | SOLVED).items() if name != FIRST}


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    whole = submission("leaks", 2, tmp_path / "eve" / "leaks" / "leaks.ipynb")
    (tmp_path / "link").symlink_to(whole)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "mallory").symlink_to(tmp_path / "eve")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    expected = {
        "link": "link", "dangling": "link", "folder": "folder", "pipe": "special",
        "gone": "missing", "mallory/leaks/leaks.ipynb": "link", "eve/leaks/leaks.ipynb/x": "closed",
        "a" * 999: "closed",
    }  # fmt: skip
    for name, code in expected.items():
        lost = read(tmp_path / name, "leaks", below=tmp_path).lost
        assert {reason.code for reason in lost.values()} == {code}, name
    assert read(Path("/dev/zero"), "leaks").lost[FIRST].code == "special"
    assert not read(whole, "leaks", below=tmp_path).lost


def cells_of_leaks(*added: tuple[str, str], own: str | None = None) -> list[Cell]:
    """Return the release's cells, the first answer's replaced, each source added after its id."""
    made = []
    for cell in cells(path_of("leaks")):
        is_own = cell.grade_id == FIRST and own is not None
        made.append(replace(cell, source=own) if is_own else cell)
        made += [Cell("code", source) for after, source in added if after == cell.grade_id]
    return made


RIGHT = SOLVED[FIRST]
STUB = STUBS[FIRST]
WRONG = "def early_return(dsn):\n    return shop(dsn)\n"
CHECK = f"{FIRST}-check"
BODY = "    return shop(dsn)\n"
TIMED = f"%%time\n{RIGHT}"
COPY = f"{WRONG}\ndef monitor(dsn):\n    return early_return(dsn)\n"
RETYPED = [
    replace(cell, kind="raw") if cell.grade_id == FIRST else cell
    for cell in cells_of_leaks(("monitor", COPY), own=RIGHT)
]
PLACES: dict[str, tuple[list[Cell], str]] = {
    "in its own cell": (cells_of_leaks(own=RIGHT), RIGHT),
    "in a new cell before": (cells_of_leaks(("early-found", RIGHT)), RIGHT),
    "in a new cell after": (cells_of_leaks((FIRST, RIGHT)), RIGHT),
    "in a new cell after the check": (cells_of_leaks((CHECK, RIGHT)), RIGHT),
    "own cell emptied": (cells_of_leaks((FIRST, RIGHT), own=""), RIGHT),
    "split above": (cells_of_leaks((FIRST, RIGHT), own="import asyncio\n"), RIGHT),
    "split below": (cells_of_leaks((FIRST, "app = early_return(db.dsn)"), own=RIGHT), RIGHT),
    "split in the middle": (cells_of_leaks((FIRST, BODY), own="def early_return(dsn):\n"),
                            "def early_return(dsn):\n"),
    "an older one after the check": (cells_of_leaks((CHECK, WRONG), own=RIGHT), RIGHT),
    "a later one before the check": (cells_of_leaks((FIRST, RIGHT), own=WRONG), RIGHT),
    "a copy in another answer": (cells_of_leaks(("monitor", COPY), own=RIGHT), RIGHT),
    "only in another answer": (cells_of_leaks(("monitor", COPY)), STUB),
    "all in one cell": (cells_of_leaks(("start", COPY), own="# above"), COPY),
    "retyped, with a copy": (RETYPED, RIGHT),
    "with a command": (cells_of_leaks((FIRST, TIMED)), TIMED),
    "no function": (cells_of_leaks(own="early_return = shop\n"), "early_return = shop\n"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_an_answer_is_found_where_it_stands(place: str) -> None:
    there, expected = PLACES[place]
    assert answers_of(there, "leaks").answers[FIRST] == expected


NOT_RUN = {"in a new cell after the check", "retyped, with a copy", "no function"}


@pytest.mark.parametrize("place", sorted(PLACES.keys() - NOT_RUN))
def test_a_run_from_top_to_bottom_finds_the_same(place: str) -> None:
    there, expected = PLACES[place]
    ran = [cell.source or "" for cell in there if cell.kind == "code"]
    assert answer(TASK, ran[: ran.index(f'check("{TASK}")')], STUB) == expected


TWO = "def waiting(): ...\ndef mean_wait(): ..."


@pytest.mark.parametrize(
    ("name", "ran", "found"),
    [
        ("waiting", ["def waiting(): 1", TWO], 0),
        ("mean_wait", ["def mean_wait(): 1", TWO], 1),
        ("waiting", ["def waiting(): 1", "def waiting(): 2", "x = waiting"], 1),
        ("waiting", [TWO, "1"], 0),
        ("waiting", ["def waiting(): 1", "def waiting(:"], 1),
        ("waiting", ["def waiting(): 1", "def waiting(): 0  # the stub"], 0),
        ("waiting", ["def waiting(): 1", "def waiting(): " + "-" * 5000 + "1"], 1),
        ("waiting", ["waiting = 1", "# def waiting():"], None),
    ],
    ids=["copy", "own", "last", "nothing else", "no Python", "stub", "deep", "none"],
)
def test_the_answer_is_the_last_cell_for_the_task(
    name: str, ran: list[str], found: int | None
) -> None:
    expected = None if found is None else ran[found]
    assert answer(f"sizing/{name}", ran, "def waiting(): 0") == expected


class Lab(NotebookClient):
    """Runs cells as JupyterLab does, which says which cell it is."""

    def run(self, cell: str, source: str) -> str:
        """Run a source as that of a cell, by id; return what is shown below it."""

        client: Any = self.kc

        def execute(code: str, **_: Any) -> str:
            asked = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
            message = client.session.msg("execute_request", asked, metadata={"cellId": cell})
            client.shell_channel.send(message)
            return str(message["header"]["msg_id"])

        client.execute = execute
        self.nb.cells = [new_code_cell(source)]
        self.execute_cell(self.nb.cells[0], 0)
        return json.dumps(self.nb.cells[0].outputs)


def test_a_check_warns_where_another_answer_would_be_marked(tmp_path: Path) -> None:
    saved = tmp_path / "leaks.ipynb"
    check, again = f'check("{TASK}")', "# mine\n"

    def save(*added: tuple[str, str]) -> None:
        code = [cell for cell in cells_of_leaks(*added, own=RIGHT) if cell.kind == "code"]
        made = [new_code_cell(cell.source, id=cell.id or "new") for cell in code]
        nbformat.write(new_notebook(cells=made), saved)

    shutil.copy(path_of("leaks"), saved)
    lab = Lab(new_notebook(), timeout=60)
    env = os.environ | {"JPY_SESSION_NAME": str(saved), "POOLLAB_POSTGRES": "embedded"}
    with lab.setup_kernel(env=env):
        lab.run("start", "from poollab.exercise import check, start\ndb = start()")

        def checked() -> tuple[bool, bool]:
            said = lab.run(CHECK, check)
            return "3 of 3 points" in said, "would be marked" in said

        lab.run("early-return", RIGHT)
        assert checked() == (True, False), "not saved yet"
        lab.run("new", again + RIGHT)
        assert checked() == (True, True), "there are two, and where the other stands is unknown"
        save((FIRST, again + RIGHT))
        assert checked() == (True, False), "it stands last above the check"
        assert read(saved, "leaks").answers[FIRST] == again + RIGHT
        save((CHECK, again + RIGHT))
        assert checked() == (True, True), "it stands below the check"
        assert read(saved, "leaks").answers[FIRST] == RIGHT
        save()
        assert checked() == (True, True), "it has been deleted"
        lab.run("early-return", RIGHT)
        assert checked() == (True, False), "the one that is left was run"
        lab.run("new", "# nothing")
        lab.run("early-return", STUB)
        assert checked() == (False, False), "the answer has been taken back"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that has released an assignment."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / "leaks", folder / "solutions" / "leaks")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    nbgrader(folder, "generate_assignment", "leaks")
    return folder


def hand_in(folder: Path, damage: Bytes = lambda raw: raw, name: str = "leaks.ipynb") -> None:
    path = submission("leaks", 2, folder / name)
    path.write_bytes(damage(path.read_bytes()))


def careless(folder: Path) -> None:
    """Hand in under another name, saved by an editor that adds a mark, at a time that is none."""
    hand_in(folder, READABLE["byte order mark"], "leaks (1).IPYNB")
    (folder / "timestamp.txt").write_text("yesterday, 25:00")


MOVED = changed(lambda nb: nb["cells"].append(
    own(nb, SECOND).copy() | {"metadata": {}, "id": "new"}
) or own(nb, SECOND).update(source=STUBS[SECOND]))  # fmt: skip
ROUND: dict[str, tuple[Callable[[Path], object], float, str]] = {
    "moved": (lambda folder: hand_in(folder, MOVED), 6, ""),
    "null": (lambda folder: hand_in(folder, ONE_LOST["null source"][0]), 3, "source"),
    "careless": (careless, 6, ""),
    "short": (lambda folder: hand_in(folder, UNREADABLE["truncated"][0]), 0, "truncated"),
    "empty": (lambda folder: hand_in(folder, UNREADABLE["empty"][0]), 0, "empty"),
    "list": (lambda folder: hand_in(folder, UNREADABLE["a list"][0]), 0, "cells"),
    "folder": (lambda folder: (folder / "leaks.ipynb").mkdir(), 0, "folder"),
    "pipe": (lambda folder: os.mkfifo(folder / "leaks.ipynb"), 0, "special"),
    "link": (lambda folder: (folder / "leaks.ipynb").symlink_to(path_of("leaks")), 0, "link"),
    "nothing": (lambda folder: (folder / "secret").symlink_to("/etc/passwd"), 0, "missing"),
}


def test_each_submission_has_its_row_and_its_reason(course: Path) -> None:
    for student, (make, *_) in ROUND.items():
        folder = course / "submitted" / student / "leaks"
        folder.mkdir(parents=True)
        make(folder)
    files = [path for path in (course / "submitted").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    said = nbgrader(course, "autograde", "leaks", "--Examine.trusted=True")
    assert "Traceback" not in said
    nbgrader(course, "generate_feedback", "leaks")
    nbgrader(course, "export")
    with (course / "grades.csv").open() as file:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert marks == {student: points for student, (_, points, _) in ROUND.items()}
    for student, (_, _, code) in ROUND.items():
        page = (course / "feedback" / student / "leaks" / "leaks.html").read_text()
        page = html.unescape(page)
        assert {one for one in REASONS if REASONS[one] in page} == {code} - {""}
        assert not code or REASONS[code] in said
    assert {path: path.read_bytes() for path in files} == before
    assert not list((course / "feedback").rglob("secret"))
