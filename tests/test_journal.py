"""The journal of a run: what was written to its end is there again, whatever happened then."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from poollab.assignments.results import TaskResult
from poollab.grading import journal as journal_module
from poollab.grading.journal import Journal, digest
from poollab.grading.result import Result

ROW = TaskResult("early_return", 2.0, 3.0, "part", "expected 3, seen \x1b[31m\ud83d\n2", 1.25)
ADA = Result("ada", "leaks", (ROW,), walled=True, digest="1", remarks=("two files",))


def test_what_was_noted_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "results.jsonl"
    Journal(path).note(ADA)
    assert Journal(path).get("ada", "1") == ADA
    assert Journal(path).get("ada", "2") is None and Journal(path).get("bob", "1") is None


def test_the_last_line_of_a_student_counts(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    for mark in ("1", "2", "3"):
        Journal(path).note(replace(ADA, digest=mark))
    assert Journal(path).get("ada", "1") is None
    assert Journal(path).get("ada", "3") == replace(ADA, digest="3")


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_line_broken_off_is_none_and_the_next_is_whole(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Journal(path).note(ADA)
    whole = path.read_bytes()
    path.write_bytes(whole + json.dumps(ADA.as_json()).encode()[:kept])
    again = Journal(path)
    assert again.get("ada", "1") == ADA and path.read_bytes() == whole
    again.note(replace(ADA, student="bob"))
    assert Journal(path).get("bob", "1") == replace(ADA, student="bob")


@pytest.mark.parametrize(
    "line", [b"null", b"[]", b"{}", b'{"student": "bob", "marks": 3}', b"\xff"]
)
def test_a_line_that_is_no_result_of_ours_hides_no_other(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(line + b"\n")
    Journal(path).note(ADA)
    assert Journal(path).get("ada", "1") == ADA


def test_a_digest_tells_all_that_marks_hang_on(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        digest("leaks", {"error": "x"}, {}, trusted=False),
        digest("leaks", {"error": "y"}, {}, trusted=False),
        digest("leaks", {"stream": "x"}, {}, trusted=False),
        digest("leaks", {"error": "x"}, {"stream": "absent"}, trusted=False),
        digest("leaks", {"error": "x"}, {}, trusted=True),
        digest("sizing", {"error": "x"}, {}, trusted=False),
    ]
    monkeypatch.setattr(journal_module, "examinations", lambda: "newer")
    found.append(digest("leaks", {"error": "x"}, {}, trusted=False))
    assert len(set(found)) == len(found)


def test_the_order_of_answers_changes_no_digest() -> None:
    two = {"error": "x", "stream": "y"}
    turned = dict(reversed(two.items()))
    assert digest("leaks", two, {}, False) == digest("leaks", turned, {}, False)
