"""What other programs get of a graded class: JSON, and tables for Moodle and Canvas."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from poollab.assignments.results import TaskResult
from poollab.collecting.handed_in import Student
from poollab.errors import PoolLabError
from poollab.grading.canvas import write_canvas
from poollab.grading.marks import write_json
from poollab.grading.moodle import write_moodle
from poollab.grading.result import Result

Lms = Callable[..., list[str]]

HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1",
    "\u202e=1", "\u200b=1", "\x1b[31m=1\x1b[0m", '"=1', "a;=1", 'a";=1;"', "a; @b", 'a;"=1"',
    "a\n=1", "<b>", "<=1", "<script>alert(1)</script>", "\ud800=1",
]  # fmt: skip
FORMULA = re.compile('["\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')
KNOWN = {
    "anna": Student("anna", "Anna", "Arendt", "anna@example.org", "101"),
    "bob": Student("bob", "Bob", "Béla", "bob@example.org", "102"),
    "cleo": Student("cleo", "Cleo", "Çelik", "cleo@example.org"),
}
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 101,Anna Arendt,anna@example.org,Submitted,,30.00,Yes,"Monday, 1 June",-,\n'
    'Participant 102,"Béla, Bob",bob@example.org,Submitted,7.00,30.00,Yes,-,-,"by hand, kept"\n'
    "Participant 103,Cleo Çelik,cleo@example.org,Submitted,,30.00,Yes,-,-,\n"
    "Participant 104,Dan Nothing,dan@example.org,No submission,,30.00,Yes,-,-,\n"
)
GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Warm-up (7),leaks (8),Final Score\n"
    ",,,,,,Manual Posting,\n"
    "    Points Possible,,,,,5.0,30.0,(read only)\n"
    '"Arendt, Anna",101,s1,anna,One,5.0,,90.0\n'
    '"Béla, Bob",102,s2,bob,One,,7.0,\n'
    '"Çelik, Cleo",103,s3,cleo,One,,EX,\n'
    '"Nothing, Dan",104,s4,dan,One,,,\n'
)


def graded(student: str, *points: float, sentence: str = "Right.", code: str = "part") -> Result:
    """Return a result of so many points in tasks of ten each."""
    found = [
        TaskResult(f"task_{at}", one, 10, code, sentence, 1.5) for at, one in enumerate(points)
    ]
    return Result(student, "leaks", tuple(found), walled=True, remarks=("There were two files.",))


RESULTS = [graded("anna", 10, 10, 4.5), graded("bob", 0, 0, 0, code="empty")]


def cells(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding=encoding, newline="")
    return path


def without(rows: list[list[str]], column: int) -> list[list[str]]:
    return [row[:column] + row[column + 1 :] for row in rows]


def test_json_has_a_row_for_each_submission_and_for_each_task(tmp_path: Path) -> None:
    alike = {"anna": {"task_1": "the published solution"}}
    write_json(RESULTS, KNOWN, tmp_path / "marks.json", alike)
    found = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))
    anna, bob = found["submissions"]
    assert (anna["points"], anna["of"], anna["seconds"], anna["email"]) == (
        24.5, 30, 4.5, "anna@example.org"
    )  # fmt: skip
    assert anna["remarks"] == ["There were two files."]
    assert (bob["points"], bob["walled"]) == (0, True)
    rows = {(row["student"], row["task"]): row for row in found["tasks"]}
    assert len(rows) == 6
    assert rows["anna", "task_1"]["alike"] == "the published solution"
    assert rows["anna", "task_2"] == {
        "student": "anna", "assignment": "leaks", "walled": True, "task": "task_2", "points": 4.5,
        "of": 10, "code": "part", "sentence": "Right.", "seconds": 1.5, "alike": "",
    }  # fmt: skip
    assert rows["bob", "task_0"]["code"] == "empty"


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_what_was_said_and_does_nothing_to_a_terminal(text: str, tmp_path: Path) -> None:
    write_json([graded(text, 1, sentence=text)], {}, tmp_path / "marks.json")
    raw = (tmp_path / "marks.json").read_bytes()
    assert raw.isascii()
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", raw)
    assert json.loads(raw)["tasks"][0]["sentence"] == text


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("lms", [write_moodle, write_canvas])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_or_moves_the_text(
    text: str, lms: Lms, delimiter: str, tmp_path: Path
) -> None:
    name = Student(text, text, text, text, "105" if lms is write_moodle else "")
    lms([graded(text, 1, sentence=text)], {text: name}, tmp_path / "marks.csv")
    found = [cell for row in cells(tmp_path / "marks.csv", delimiter) for cell in row]
    assert not [cell for cell in found if FORMULA.match(cell) and cell != "-"]
    kinds = {unicodedata.category(char) for cell in found for char in cell}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_a_table_for_moodle_has_what_its_import_looks_for(tmp_path: Path) -> None:
    said = write_moodle([*RESULTS, graded("cleo", 1)], KNOWN, tmp_path / "moodle.csv")
    header, anna, bob = cells(tmp_path / "moodle.csv")
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(header)
    assert anna[:6] == ["Participant 101", "Anna Arendt", "anna@example.org", "24.5", "30", "-"]
    assert bob[3] == "0"
    assert said == ["1 without Moodle's number, so not in its table: give its worksheet: cleo."]


def test_a_comment_for_moodle_shows_what_was_said_and_is_no_html_of_a_student(
    tmp_path: Path,
) -> None:
    write_moodle([graded("anna", 1, sentence="saw <script> & <=3")], KNOWN, tmp_path / "m.csv")
    comment = cells(tmp_path / "m.csv")[1][6]
    assert comment == "task_0: 1 of 10. saw &lt;script&gt; &amp; &lt;&#61;3"


def test_a_table_for_canvas_has_its_columns_in_their_order(tmp_path: Path) -> None:
    write_canvas([*RESULTS, graded("cleo", 1)], KNOWN, tmp_path / "canvas.csv")
    assert cells(tmp_path / "canvas.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "leaks"],
        ["    Points Possible", "", "", "", "", "30"],
        ["Arendt, Anna", "101", "", "", "", "24.5"],
        ["Béla, Bob", "102", "", "", "", "0"],
        ["Çelik, Cleo", "", "", "cleo", "", "1"],
    ]
    assert (tmp_path / "canvas.csv").read_bytes().startswith(b"Student")


def test_what_is_no_number_is_no_number_of_a_student(tmp_path: Path) -> None:
    """Canvas would read ``101x`` as 101: somebody else."""
    write_canvas([graded("x", 1)], {"x": Student("x", lms_id="101x")}, tmp_path / "canvas.csv")
    assert cells(tmp_path / "canvas.csv")[2][:4] == ["x", "", "", "x"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_moodles_worksheet_gets_grades_and_stays_as_it_was(
    encoding: str, ending: str, tmp_path: Path
) -> None:
    given = roster(tmp_path, WORKSHEET.replace("\n", ending), encoding)
    before = given.read_bytes()
    assert write_moodle(RESULTS, KNOWN, tmp_path / "out.csv", given) == []
    assert given.read_bytes() == before
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert raw.count(ending.encode()) == raw.count(b"\n") == 5
    now, then = cells(tmp_path / "out.csv"), cells(given)
    assert [row[4] for row in now] == ["Grade", "24.5", "0", "", ""]
    assert without(now, 4) == without(then, 4)


def test_a_worksheet_in_another_language_and_with_other_points(tmp_path: Path) -> None:
    text = (
        "Identificador,Nombre completo,Calificación,Calificación máxima,Última modificación\n"
        'Participante 101,Anna Arendt,,"100,00",-\n'
    )
    given = roster(tmp_path, text)
    said = write_moodle(RESULTS[:1], KNOWN, tmp_path / "out.csv", given, "Calificación")
    assert cells(tmp_path / "out.csv")[1][2] == "81.67"
    assert said == ["Marks are scaled: all points are 100 in roster.csv."]


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        (WORKSHEET, "Note", "no columns “Note”"),
        (WORKSHEET.replace("Status", "Grade"), "Grade", "2 columns “Grade”"),
        (WORKSHEET.replace("30.00", '"bad\ngood"'), "Grade", "has a scale"),
        ("", "Grade", "is no table"),
        ('Identifier,Grade\n"Part', "Grade", "is no table"),
    ],
)
def test_a_worksheet_that_is_of_no_use_says_why(
    text: str, column: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(PoolLabError, match=says):
        write_moodle(RESULTS, KNOWN, tmp_path / "out.csv", roster(tmp_path, text), column)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_roster_of_another_encoding_is_refused(encoding: str, tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="download it again"):
        write_canvas(RESULTS, KNOWN, tmp_path / "out.csv", roster(tmp_path, GRADEBOOK, encoding))


def test_a_roster_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="can't be read: No such file"):
        write_moodle(RESULTS, KNOWN, tmp_path / "out.csv", tmp_path / "none.csv")


@pytest.mark.parametrize(("lms", "text"), [(write_moodle, WORKSHEET), (write_canvas, GRADEBOOK)])
def test_a_roster_is_never_written_over(lms: Lms, text: str, tmp_path: Path) -> None:
    given = roster(tmp_path, text)
    with pytest.raises(PoolLabError, match="name another file"):
        lms(RESULTS, KNOWN, given, given)
    assert given.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_canvas_export_gets_marks_in_the_column_of_the_assignment(
    separator: str, tmp_path: Path
) -> None:
    text = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(GRADEBOOK))
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    given = roster(tmp_path, text.getvalue())
    said = write_canvas([*RESULTS, graded("cleo", 1, 0, 0)], KNOWN, tmp_path / "out.csv", given)
    now, then = cells(tmp_path / "out.csv", separator), cells(given, separator)
    marks = ["leaks (8)", "Manual Posting", "30.0", "24.5", "0", "EX", ""]
    assert [row[6] for row in now] == marks
    assert without(now, 6) == without(then, 6)
    assert said == ["1 excused in roster.csv, or need not do it: this is left so: cleo."]


def test_points_are_those_of_canvas(tmp_path: Path) -> None:
    given = roster(tmp_path, GRADEBOOK.replace("30.0", "15.0"))
    said = write_canvas(RESULTS, KNOWN, tmp_path / "out.csv", given)
    assert cells(tmp_path / "out.csv")[3][6] == "12.25"
    assert said == ["Marks are scaled: all points are 15 in roster.csv."]


@pytest.mark.parametrize(
    "student",
    [
        Student("x", lms_id="103"),
        Student("x", email="CLEO@example.org"),
        Student("cleo"),
        Student("x", "Cleo", "Çelik"),
        Student("x", "", "Çelik Cleo"),
    ],
)
@pytest.mark.parametrize("lms", [write_moodle, write_canvas])
def test_a_student_is_found_by_all_that_tells_who_it_is(
    lms: Lms, student: Student, tmp_path: Path
) -> None:
    given = roster(
        tmp_path,
        "Identifier,ID,Full name,Login,Email,Grade,leaks\n"
        "Participant 101,101,Anna Arendt,anna,anna@example.org,,\n"
        'Participant 103,103,"Çelik, Cleo",cleo,cleo@example.org,,\n',
    )
    lms([graded(student.id, 10, 10, 9)], {student.id: student}, tmp_path / "out.csv", given)
    _, anna, cleo = cells(tmp_path / "out.csv")
    assert ("29" in anna, "29" in cleo) == (False, True)


@pytest.mark.parametrize("lms", [write_moodle, write_canvas])
def test_who_is_not_found_for_certain_gets_no_mark(lms: Lms, tmp_path: Path) -> None:
    text = (
        "Identifier,ID,Full name,Grade,leaks,Maximum Grade\n"
        "Participant 1,1,Kim Lee,,,30\nParticipant 2,2,Kim Lee,,,30\nParticipant 3,3,Jo May,,,30\n"
    )
    given = roster(tmp_path, text)
    students = {
        "a": Student("a", "Kim", "Lee"), "b": Student("b", "Jo", "May"),
        "c": Student("c", lms_id="3"),
    }  # fmt: skip
    said = lms([graded(one, 10, 10, 9) for one in students], students, tmp_path / "out.csv", given)
    assert cells(tmp_path / "out.csv") == cells(given)
    assert said == [
        "1 not found in roster.csv, so without a mark there: a.",
        "2 more than one for a row of roster.csv, so without a mark there: b, c.",
    ]


@pytest.mark.parametrize("lms", [write_moodle, write_canvas])
def test_a_table_is_of_one_assignment_and_what_was_never_examined_is_not_in_it(
    lms: Lms, tmp_path: Path
) -> None:
    other = Result("anna", "sizing", (), walled=True)
    with pytest.raises(PoolLabError, match="those of leaks, sizing"):
        lms([*RESULTS, other], KNOWN, tmp_path / "out.csv")
    lms([graded("anna"), RESULTS[1]], KNOWN, tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert "102" in text
    assert "101" not in text
