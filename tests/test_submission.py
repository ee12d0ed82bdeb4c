"""What is handed in, whole or damaged: its answers are found, in one way, or the reason is given."""

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lessons import text
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from test_assignments import cell_of, nbgrader, reference, submission

from poollab.assignments.answers import Submission, answer, answers_of, read
from poollab.assignments.notebook import LARGEST, REASONS, cells
from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.examiner.release import Release, path_of

FIRST, SECOND, *OTHERS = (task.name for task in tasks.of("leaks"))
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
    return dict.__or__({}, {}) if not found else found  # type: ignore[no-any-return]


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
    "900 levels": nested(900),
    "a number of 9000 digits": changed(lambda nb: None),
    "retyped to raw": first_cell(cell_type="raw"),
    "retyped to Markdown": first_cell(cell_type="markdown"),
    "no cell type but its own": changed(lambda nb: own(nb).pop("cell_type") and None),
    "answers copied": changed(lambda nb: nb["cells"].extend(nb["cells"][:])),
    "cells in reverse": changed(lambda nb: nb["cells"].reverse()),
    "checks deleted": changed(lambda nb: nb.update(
        cells=[one for one in nb["cells"] if "check" not in one.get("id", "")]
    )),
}  # fmt: skip
READABLE["a number of 9000 digits"] = lambda raw: raw.replace(
    b'"nbformat": 4', b'"nbformat": ' + b"4" * 9000
)
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
    "too large": (lambda raw: raw + b" " * LARGEST, "large"),
}
HALF = "def early_return(dsn):\n    return '\ud800'\n"
ONE_LOST: dict[str, tuple[Bytes, str]] = {
    "null source": (first_cell(source=None), "source"),
    "a number for a source": (first_cell(source=42), "source"),
    "a list of numbers": (first_cell(source=["def early_return(dsn):", 7]), "source"),
    "no source": (changed(lambda nb: own(nb).pop("source") and None), "source"),
    "a lone surrogate": (first_cell(source=HALF), "character"),
    "two megabytes": (first_cell(source=SOLVED[FIRST] + "#" * 2_000_000), "long"),
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
