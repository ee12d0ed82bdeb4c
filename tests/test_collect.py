"""What a class hands in: found under each LMS's names, read safely, and nothing of it lost."""

import hashlib
import io
import json
import os
import re
import shutil
import stat
import sysconfig
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc
from test_assignments import nbgrader

from poollab.assignments.examine import notebook_in
from poollab.assignments.file import LARGEST, REASONS
from poollab.assignments.mark import STUDENT
from poollab.collecting import archive
from poollab.collecting.collect import collect
from poollab.collecting.handed_in import HandedIn
from poollab.collecting.ids import slug, student_id
from poollab.collecting.names import Names
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of

LEAKS, SIZING = (path_of(one).read_bytes() for one in ("leaks", "sizing"))
Entries = list[tuple[str, bytes]]


def version(number: int) -> bytes:
    """Return a notebook that is like no other number's."""
    return LEAKS + b"\n" * number


def zipped(entries: Entries, step: int = 1) -> bytes:
    """Return a zip; each file is so many minutes newer than that before."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two files of one name
        for at, (name, raw) in enumerate(entries):
            made.writestr(zipfile.ZipInfo(name, (2026, 11, 29, 12, at * step, 0)), raw)
    return kept.getvalue()


def as_zip(where: Path, entries: Entries) -> Path:
    where.with_suffix(".zip").write_bytes(zipped(entries))
    return where.with_suffix(".zip")


def as_folder(where: Path, entries: Entries) -> Path:
    for at, (name, raw) in enumerate(entries):
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        os.utime(path, (1_800_000_000 + 60 * at,) * 2)
    return where


def collected(tmp_path: Path, raw: bytes) -> dict[str, HandedIn]:
    """Return what is found in a zip, by students."""
    (tmp_path / "class.zip").write_bytes(raw)
    return {one.student.id: one for one in collect(tmp_path / "class.zip", "leaks", tmp_path)}


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files in a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


MOODLE = "_assignsubmission_file"
NAMED = {
    f"Ada Lovelace_12345{MOODLE}/final.ipynb": ("ada-lovelace-12345", "Ada", "Lovelace", "12345"),
    f"Ada Lovelace_12345{MOODLE}_/final.ipynb": ("ada-lovelace-12345", "Ada", "Lovelace", "12345"),
    f"Ada Lovelace_12345{MOODLE}/a/b.ipynb": ("ada-lovelace-12345", "Ada", "Lovelace", "12345"),
    f"Ada Lovelace_12345{MOODLE}_le_aks.ipynb": ("ada-lovelace-12345", "Ada", "Lovelace", "12345"),
    f"Mary Ann Smith_7{MOODLE}/x.ipynb": ("mary-ann-smith-7", "Mary Ann", "Smith", "7"),
    f"Zoë_8{MOODLE}/x.ipynb": ("zoë-8", "", "Zoë", "8"),
    f"Participant_12345{MOODLE}/x.ipynb": ("participant-12345", "", "Participant", "12345"),
    f"Team 4_9{MOODLE}/Bob_1{MOODLE}/x.ipynb": ("team-4-9", "Team", "4", "9"),
    "Ada Lovelace_1_assignsubmission_onlinetext/onlinetext.html":
        ("ada-lovelace-1", "Ada", "Lovelace", "1"),
    "lovelaceada_12345_678910_leaks.ipynb": ("lovelaceada-12345", "", "lovelaceada", "12345"),
    "lovelaceada_LATE_12345_6_leaks-1.ipynb": ("lovelaceada-12345", "", "lovelaceada", "12345"),
    "lovelaceada_12345_6_99_88_x.ipynb": ("lovelaceada-12345", "", "lovelaceada", "12345"),
    "lovelaceada_12345_link.html": ("lovelaceada-12345", "", "lovelaceada", "12345"),
    "anon_AbC12_678_leaks.ipynb": ("anon-AbC12", "", "", "anon_AbC12"),
    "LATE_anon_AbC12_678_leaks.ipynb": ("anon-AbC12", "", "", "anon_AbC12"),
    "Pool leaks_ada1815_attempt_2026-11-29-12-30-45_x.ipynb": ("ada1815", "", "", "ada1815"),
    "Leaks_ada_attempt_2026-11-29-12-30-45_b_bob_attempt_2026-11-29-12-30-45_x.ipynb":
        ("ada", "", "", "ada"),
    "Lovelace_Ada_ada1815_4711/x.ipynb": ("ada1815-4711", "Ada", "Lovelace", "4711"),
    "Leaks/Abgaben/Team 5/Lovelace_Ada_a_b_4711/x.ipynb": ("a_b-4711", "Ada", "Lovelace", "4711"),
    "ada.ipynb": ("ada", "", "", ""),
    "Ada.IPYNB": ("Ada", "", "", ""),
    "ada (1).ipynb": ("ada", "", "", ""),
    "ada.ipynb.txt": ("ada", "", "", ""),
    "ada.lovelace@example.org.ipynb": ("ada.lovelace@example.org", "", "", ""),
    "ada/whatever.ipynb": ("ada", "", "", ""),
    "ada/leaks/leaks.ipynb": ("ada", "", "", ""),
    "leaks.ipynb": (STUDENT, "", "", ""),
    "leaks (2).ipynb": (STUDENT, "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("path", NAMED)
def test_a_name_says_who_has_handed_in(path: str) -> None:
    parts = tuple(path.split("/"))
    named = Names([parts], "leaks").of(parts)
    assert named
    who = named.student
    assert (who.id, who.first_name, who.last_name, who.lms_id) == NAMED[path]


def test_a_name_of_ones_own_is_kept_where_it_has_a_space() -> None:
    named = Names([("Ada Lovelace.ipynb",)], "leaks").of(("Ada Lovelace.ipynb",))
    assert named and (named.student.first_name, named.student.last_name) == ("Ada", "Lovelace")


def test_a_login_of_blackboard_may_have_an_underscore() -> None:
    paths = [(f"My_leaks_{one}_attempt_2026-11-29-12-30-45_x.ipynb",) for one in ("a_b", "c_b")]
    names = Names(paths, "leaks")
    assert [found.student.id for one in paths if (found := names.of(one))] == ["a_b", "c_b"]


WRAPPED: dict[str, tuple[list[str], set[str]]] = {
    "a folder around files": (["class/ada.ipynb", "class/bob.ipynb"], {"ada", "bob"}),
    "folders around folders": (["a/b/ada/x.ipynb", "a/b/bob/x.ipynb"], {"ada", "bob"}),
    "nbgrader's tree": (["submitted/ada/leaks/leaks.ipynb"], {"ada"}),
    "a folder like one of ILIAS": (["WS_2026_leaks_1/ada.ipynb", "WS_2026_leaks_1/bob.ipynb"],
                                   {"ada", "bob"}),
    "a folder like a file of Canvas": (["2026_11_29_all/ada.ipynb", "2026_11_29_all/bob.ipynb"],
                                       {"ada", "bob"}),
    "folders of a student like those": (["ada/2026_11_29_all/leaks.ipynb", "bob/L_A_ada_1/x.ipynb"],
                                        {"ada", "bob"}),
    "ILIAS's teams": (["Abgaben/Team 5/L_A_ada_1/x.ipynb", "Abgaben/Team 6/R_B_bob_2/x.ipynb"],
                      {"ada-1", "bob-2"}),
    "Canvas, downloaded in two parts": (["1/lovelaceada_1_2_x.ipynb", "2/raybob_3_4_x.ipynb"],
                                        {"lovelaceada-1", "raybob-3"}),
    "Canvas, unpacked": (["a/lovelaceada_1_2_x/leaks.ipynb", "a/raybob_3_4_y/leaks.ipynb"],
                         {"lovelaceada-1", "raybob-3"}),
    "one student's folder": (["ada/leaks.ipynb", "ada/leaks (1).ipynb"], {"ada"}),
    "one student's files": (["ada/x.ipynb", "ada/notes.pdf"], {"ada"}),
    "another assignment beside": (["ada/leaks/leaks.ipynb", "bob/sizing/sizing.ipynb"], {"ada"}),
    "what systems leave about": (["ada.ipynb", "Thumbs.db", ".DS_Store", "__MACOSX/._ada.ipynb",
                                  "ada/.ipynb_checkpoints/x.ipynb", "marks.csv"], {"ada"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRAPPED)
def test_folders_around_a_class_are_no_students(kind: str) -> None:
    paths, expected = WRAPPED[kind]
    names = Names([tuple(one.split("/")) for one in paths], "leaks")
    found = [names.of(tuple(one.split("/"))) for one in paths]
    assert {one.student.id for one in found if one} == expected


ODD = [
    "Ada Lovelace",
    "Ada-Lovelace",
    "Ada  Lovelace",
    "ada",
    "Ada",
    "ADA",
    "..",
    "...",
    ". .",
    "CON",
    "con.x",
    "nul",
    "COM1",
    "a/b",
    "a\\b",
    "a:b",
    "a*b",
    "a?b",
    "-x",
    "x.",
    " x",
    "x ",
    "\u202eada",
    "ada\u200b",
    "\ud800",
    "\0",
    "é" * 300,
    "é" * 301,
    "Ünïcödé",
    "日本語",
    "|",
    "",
]


def test_odd_ids_end_as_folders_of_their_own(tmp_path: Path) -> None:
    texts = [one for one in ODD if not set(one) & set("/\\\0\ud800") and one.strip(" .")]
    entries = [(f"{one}/x.ipynb", version(at)) for at, one in enumerate(texts)]
    where, course = as_zip(tmp_path / "class", entries), tmp_path / "course"
    found = collect(where, "leaks", course, r"^(?P<student_id>.*)/[^/]*$")
    assert sorted(one.path.read_bytes() for one in found) == sorted(raw for _, raw in entries)
    folders = {one.path.parents[1] for one in found}
    assert {one.parent for one in folders} == {course / "submitted"}
    assert len({one.name.casefold() for one in folders}) == len(texts)
    assert {one.student.id for one in found} == {one.name for one in folders}


@pytest.mark.parametrize("text", ODD)
def test_an_id_is_a_name_on_every_system(text: str) -> None:
    made = student_id(text)
    assert made == made.strip(" .") and made.isprintable() and 0 < len(made.encode()) < 200
    assert not set(made) & set('<>:"/\\|?*[] ') and not made.startswith("-")
    assert made.split(".")[0].upper() not in ("CON", "NUL", "COM1")
    assert slug(made) == made or len(text) > 100
    assert len({student_id(one) for one in ODD}) == len(ODD)


@pytest.mark.parametrize("make", [as_zip, as_folder])
def test_a_class_is_collected(make: Callable[[Path, Entries], Path], tmp_path: Path) -> None:
    where = make(tmp_path / "class", [
        (f"Bob Ray_2{MOODLE}/my work.ipynb", version(2)),
        (f"Ada Lovelace_1{MOODLE}/leaks.ipynb", version(1)),
        (f"Cy Plan_3{MOODLE}/plan.pdf", b"%PDF"),
        (f"Di Text_4{MOODLE}/leaks.ipynb.txt", version(4)),
        (f"Eve_5{MOODLE}/LEAKS.IPYNB", version(5)),
    ])  # fmt: skip
    found = collect(where, "leaks", tmp_path)
    assert [one.student.id for one in found] == [
        "ada-lovelace-1", "bob-ray-2", "cy-plan-3", "di-text-4", "eve-5",
    ]  # fmt: skip
    ada, bob, cy, di, eve = found
    assert ada.path == tmp_path / "submitted" / "ada-lovelace-1" / "leaks" / "leaks.ipynb"
    handed_in = [one.path.read_bytes() for one in (ada, bob, di, eve)]
    assert handed_in == [version(1), version(2), version(4), version(5)]
    assert not cy.path.exists() and cy.path.parent.is_dir() and "plan.pdf" in cy.remarks[0]
    assert ada.remarks == bob.remarks == ()
    before = tree(tmp_path)
    assert collect(where, "leaks", tmp_path) == found
    assert tree(tmp_path) == before


PAIRS: dict[str, tuple[str, str]] = {
    "Blackboard's time": ("T_ada_attempt_2026-11-29-12-30-45_x (3).ipynb",
                          "T_ada_attempt_2026-11-30-09-00-00_x.ipynb"),
    "Canvas's number": ("lovelaceada_1_99_x.ipynb", "lovelaceada_1_100_a.ipynb"),
    "the copy's number": ("ada/leaks.ipynb", "ada/leaks (1).ipynb"),
    "Jupyter's copy": ("ada/leaks-Copy2.ipynb", "ada/leaks-Copy10.ipynb"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_files_the_newest_counts(kind: str, turned: bool, tmp_path: Path) -> None:
    old, new = PAIRS[kind]
    entries = [(old, version(1)), (new, version(2))]
    where = as_folder(tmp_path / "class", entries[::-1] if turned else entries)
    for path in where.rglob("*.ipynb"):
        os.utime(path, (1_800_000_000,) * 2)
    (found,) = collect(where, "leaks", tmp_path)
    assert found.path.read_bytes() == version(2)
    assert f"2 notebooks were handed in; the newest counts: {Path(new).name}." in found.remarks


@pytest.mark.parametrize("make", [as_zip, as_folder])
def test_of_two_files_that_say_nothing_the_later_counts(
    make: Callable[[Path, Entries], Path], tmp_path: Path
) -> None:
    entries = [("ada/b.ipynb", version(1)), ("ada/a.ipynb", version(2)), ("bob.ipynb", LEAKS)]
    ada, _ = collect(make(tmp_path / "class", entries), "leaks", tmp_path)
    assert ada.path.read_bytes() == version(2)


def test_a_notebook_of_another_assignment_does_not_hide_the_right_one(tmp_path: Path) -> None:
    found = collected(tmp_path, zipped([
        ("ada/one.ipynb", LEAKS), ("ada/two.ipynb", SIZING), ("bob/x.ipynb", SIZING),
        ("cy/one.ipynb", SIZING), ("cy/two.ipynb", SIZING + b"\n"),
        ("di/one.ipynb", LEAKS), ("di/two.ipynb", b"{"),
    ]))  # fmt: skip
    counts = {id: one.path.read_bytes() for id, one in found.items()}
    assert counts == {"ada": LEAKS, "bob": SIZING, "cy": SIZING + b"\n", "di": b"{"}


def test_a_time_that_is_known_is_written_down(tmp_path: Path) -> None:
    found = collected(tmp_path, zipped([
        ("T_ada_attempt_2026-11-29-12-30-45_x.ipynb", LEAKS),
        ("T_ada_attempt_2026-11-29-12-30-45.txt", b"Name: Ada King Lovelace (ada)\nFiles:\n"),
        ("T_bob_attempt_2026-11-29-12-30-45.txt", b"Name: \xff (bob)\n"),
    ]))  # fmt: skip
    text = (found["ada"].path.parent / "timestamp.txt").read_text(encoding="utf-8")
    assert re.search(r"[+-]\d\d:\d\d$", text)
    assert parse_utc(text) == parse_utc(datetime(2026, 11, 29, 12, 30, 45).astimezone())
    assert (found["ada"].student.first_name, found["ada"].student.last_name) == (
        "Ada King", "Lovelace",
    )  # fmt: skip
    assert not found["bob"].path.exists()


def test_a_notebook_in_a_students_zip_is_found(tmp_path: Path) -> None:
    own = zipped([(".ipynb_checkpoints/leaks-checkpoint.ipynb", version(3)),
                  ("old/leaks.ipynb", version(1)), ("../../evil.ipynb", version(2)),
                  ("__MACOSX/._leaks.ipynb", b"")])  # fmt: skip
    found = collected(tmp_path, zipped([
        (f"Ada L_1{MOODLE}/work.ZIP", own), (f"Bob_2{MOODLE}_leaks.zip", b"PK\3\4 no zip"),
        (f"Cy_3{MOODLE}/leaks.rar", b"Rar!"),
        (f"Di_4{MOODLE}/x.zip", zipped([("x.zip", zipped([("leaks.ipynb", LEAKS)]))])),
        (f"Eve_5{MOODLE}/x.zip", zipped([("leaks/my.ipynb", LEAKS), ("leaks/", b"")])),
    ]))  # fmt: skip
    ada, bob, cy, di, eve = found.values()
    assert eve.remarks == ("The notebook was handed in as my.ipynb, in x.zip.",)
    assert ada.path.read_bytes() == version(2) and "evil.ipynb, in " in ada.remarks[0]
    assert "can't be read as a zip" in bob.remarks[0] and "is an archive" in cy.remarks[0]
    assert not any(one.path.exists() for one in (bob, cy, di)) and di.remarks
    assert not list(tmp_path.rglob("evil*")) and not list(tmp_path.parent.glob("evil*"))


def entry(raw: bytes = LEAKS, mode: int = 0, **more: int) -> Callable[[str], bytes]:
    """Return what makes a zip of Bob's notebook and an entry of this kind."""

    def made(name: str) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as file:
            one = zipfile.ZipInfo(name, (2030, 1, 1, 0, 0, 0))
            one.external_attr = mode << 16
            one.compress_type = more.get("method", zipfile.ZIP_STORED)
            file.writestr(one, raw)
            file.writestr("bob.ipynb", LEAKS)
        return kept.getvalue()

    return made


def patched(local: int, value: bytes) -> Callable[[str], bytes]:
    """Return what makes a zip with this in the first entry's headers, at that place of it."""

    def made(name: str) -> bytes:
        raw = bytearray(entry()(name))
        for at in (local, raw.index(b"PK\1\2") + local + 2):
            raw[at : at + len(value)] = value
        return bytes(raw)

    return made


def broken(name: str) -> bytes:
    return entry()(name).replace(b"nbformat", b"nbfurmat", 1)


HOSTILE: dict[str, tuple[Callable[[str], bytes], str]] = {
    "a link": (entry(b"/etc/passwd", stat.S_IFLNK | 0o777), REASONS["link"]),
    "a device": (entry(mode=stat.S_IFCHR | 0o666), REASONS["special"]),
    "a pipe": (entry(mode=stat.S_IFIFO | 0o666), REASONS["special"]),
    "a bomb": (entry(bytes(LARGEST + 1), method=zipfile.ZIP_DEFLATED), REASONS["large"]),
    "a password": (patched(6, b"\1\0"), "locked with a password"),
    "a method nobody knows": (patched(8, b"\x63\0"), "damaged in the zip"),
    "other bytes than were put in": (broken, "damaged in the zip"),
    "a size that is a lie": (patched(22, b"\5\0\0\0"), "damaged in the zip"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("deep", [False, True])
def test_a_hostile_entry_is_a_row_and_no_more(kind: str, deep: bool, tmp_path: Path) -> None:
    make, expected = HOSTILE[kind]
    raw = make("ada.ipynb")
    if deep:
        raw = zipped([("ada.zip", make("x.ipynb")), ("bob.ipynb", LEAKS)])
    found = collected(tmp_path, raw)
    assert found["bob"].path.read_bytes() == LEAKS
    if deep:  # the other notebook in the zip counts
        assert found["ada"].path.read_bytes() == LEAKS
    else:
        assert not found["ada"].path.exists()
    assert expected in " ".join(found["ada"].remarks)


@pytest.mark.parametrize("name", [
    "../../ada.ipynb", "/ada.ipynb", "C:\\ada.ipynb", "\\\\ada\\x.ipynb", "..\\..\\ada.ipynb",
    "./ada.ipynb", "ada/../../x.ipynb",
])  # fmt: skip
def test_no_name_in_a_zip_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    course = tmp_path / "a" / "b" / "course"
    course.mkdir(parents=True)
    found = collected(course, zipped([(name, LEAKS), ("bob.ipynb", LEAKS)]))
    assert len(found) == 2 and all(one.path.exists() for one in found.values())
    made = {path for path in tree(tmp_path) if path.endswith(".ipynb")}
    assert made == {f"a/b/course/submitted/{id}/leaks/leaks.ipynb" for id in found}
    ada = found["ada"]
    assert ada.remarks == (() if name.startswith("./") else (f"Its name was {name}.",))


@pytest.mark.parametrize("written", ["Zoë".encode(), "Zoë".encode("cp437")])
def test_a_zip_need_not_say_how_its_names_are_written(written: bytes, tmp_path: Path) -> None:
    plain = b"Z" * len(written)
    raw = zipped([(f"{plain.decode()}_1{MOODLE}/x.ipynb", LEAKS)])
    assert list(collected(tmp_path, raw.replace(plain + b"_1", written + b"_1"))) == ["zoë-1"]


def test_of_two_entries_of_one_name_the_last_counts(tmp_path: Path) -> None:
    entries = [("ada.ipynb", version(one)) for one in (1, 2)]
    found = collected(tmp_path, zipped([*entries, ("empty/", b"")], step=0))
    assert list(found) == ["ada"] and found["ada"].path.read_bytes() == version(2)


def test_an_entry_need_not_have_a_name(tmp_path: Path) -> None:
    found = collected(tmp_path, zipped([("", LEAKS), ("bob.ipynb", LEAKS)]))
    assert found["bob"].path.exists() and len(found) == 2


WHOLE = zipped([("ada.ipynb", LEAKS)])


@pytest.mark.parametrize("raw", [
    b"", b"no zip", WHOLE[: len(WHOLE) // 2], WHOLE[:-10], b"\x1f\x8b\x08gz", zipped([]),
    zipped([("Zoë.ipynb", LEAKS)]).replace("Zoë".encode(), b"Zo\xff\xfe"),
    zipped([("readme.md", b"")]),
])  # fmt: skip
def test_what_is_no_zip_of_a_class_is_said_in_a_line(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match=r"class\.zip") as caught:
        collected(tmp_path, raw)
    assert "\n" not in str(caught.value) and not (tmp_path / "submitted").exists()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for name in ("class.zip", "ada.ipynb", "folder"):
        with pytest.raises(PoolLabError, match="is not there"):
            collect(tmp_path / name, "leaks", tmp_path)


@pytest.mark.parametrize("make", [as_zip, as_folder])
def test_there_is_a_bound_of_files(
    make: Callable[[Path, Entries], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST", 3)
    where = make(tmp_path / "class", [(f"{one}.ipynb", LEAKS) for one in range(4)])
    with pytest.raises(PoolLabError, match="more than 3 files"):
        collect(where, "leaks", tmp_path / "course")


def test_a_students_zip_has_a_bound_of_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_OF_ONE", 3)
    many = zipped([(f"{one}.ipynb", LEAKS) for one in range(4)])
    found = collected(tmp_path, zipped([("ada.zip", many), ("bob.ipynb", LEAKS)]))
    assert "more than 3 files" in found["ada"].remarks[0] and found["bob"].path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, and links for few")
def test_what_is_no_file_in_a_folder_is_a_row(tmp_path: Path) -> None:
    where, other = tmp_path / "class", tmp_path / "other"
    as_folder(where, [("bob.ipynb", LEAKS), ("eve/x.ipynb", LEAKS)])
    as_folder(other, [("secret.ipynb", LEAKS)])
    (where / "ada.ipynb").symlink_to(other / "secret.ipynb")
    os.mkfifo(where / "cy.ipynb")
    (where / "di").symlink_to(other)
    (where / "eve" / "y.ipynb").symlink_to(other / "secret.ipynb")
    os.utime(where / "eve" / "x.ipynb", (1_000_000_000,) * 2)
    found = {one.student.id: one for one in collect(where, "leaks", tmp_path)}
    assert {id for id, one in found.items() if one.path.exists()} == {"bob", "eve"}
    assert REASONS["link"] in found["ada"].remarks[0]
    assert REASONS["special"] in found["cy"].remarks[0]
    assert "di" in found["di"].remarks[0] and REASONS["link"] in found["eve"].remarks[0]


def test_what_was_there_before_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "submitted" / "ada" / "leaks" / "leaks.ipynb"
    as_folder(target.parent, [("leaks.ipynb", version(0)), ("timestamp.txt", b"2026-11-01")])
    for number in (1, 2, 1):
        (remark,) = collected(tmp_path, zipped([("ada.ipynb", version(number))]))["ada"].remarks
        kept = target.with_name(remark.split(" is kept as ")[1].strip("."))
        assert target.read_bytes() == version(number) and notebook_in(target) == target
        assert not collected(tmp_path, (tmp_path / "class.zip").read_bytes())["ada"].remarks
    assert kept.read_bytes() == version(2)
    assert not target.with_name("timestamp.txt").exists()
    assert {version(0), version(1), b"2026-11-01"} < set(tree(target.parent).values())
    target.unlink()
    assert notebook_in(target) == target  # what was set aside is no notebook


def test_what_is_there_and_equal_stays(tmp_path: Path) -> None:
    target = tmp_path / "submitted" / "ada" / "leaks" / "leaks.ipynb"
    as_folder(target.parent, [("leaks.ipynb", LEAKS), ("timestamp.txt", b"2026-11-01")])
    before = target.stat().st_mtime_ns
    assert not collected(tmp_path, zipped([("ada.ipynb", LEAKS)]))["ada"].remarks
    assert target.stat().st_mtime_ns == before and target.with_name("timestamp.txt").exists()


def test_what_was_mended_by_hand_stays(tmp_path: Path) -> None:
    raw = zipped([("ada.ipynb", b"{")])
    target = collected(tmp_path, raw)["ada"].path
    target.write_bytes(LEAKS)
    again = collected(tmp_path, raw)["ada"]
    assert target.read_bytes() == LEAKS and "was changed after it was collected" in again.remarks[0]
    target.unlink()
    assert collected(tmp_path, raw)["ada"].path.read_bytes() == b"{"


@pytest.mark.skipif(os.name == "nt", reason="Windows has links for few")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted" / "ada").symlink_to(tmp_path / "elsewhere")
    (remark,) = collected(tmp_path, zipped([("ada.ipynb", LEAKS)]))["ada"].remarks
    assert "is a link" in remark and not list((tmp_path / "elsewhere").iterdir())


def test_a_folder_that_can_not_be_written_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "submitted").write_text("a file")
    with pytest.raises(PoolLabError, match="see that the course's folder is yours"):
        collected(tmp_path, zipped([("ada.ipynb", LEAKS)]))


def test_ids_that_differ_in_case_alone_keep_their_folders(tmp_path: Path) -> None:
    small = [("ada.ipynb", version(1))]
    both = [("Ada.ipynb", version(2)), *small]
    assert list(collected(tmp_path, zipped(small))) == ["ada"]
    found = collected(tmp_path, zipped(both))
    assert list(collected(tmp_path, zipped(both))) == list(found)
    assert found["ada"].path.read_bytes() == version(1) and not found["ada"].remarks
    (other,) = found.keys() - {"ada"}
    assert other == f"Ada-{hashlib.sha256(b'Ada').hexdigest()[:8]}"


@pytest.mark.parametrize("name", ["ada.ipynb", "leaks.ipynb", "ada.ipynb.txt"])
def test_one_notebook_is_collected(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(LEAKS)
    (found,) = collect(tmp_path / name, "leaks", tmp_path)
    assert found.path.read_bytes() == LEAKS
    assert found.student.id == (STUDENT if name.startswith("leaks") else "ada")


def test_nbgraders_own_tree_stays_as_it_is(tmp_path: Path) -> None:
    as_folder(tmp_path / "submitted", [
        ("bob/leaks/work.ipynb", LEAKS), ("Ada B/leaks/leaks.ipynb", LEAKS),
        ("cy/leaks/plan.pdf", b""), ("di/sizing/sizing.ipynb", SIZING),
        ("eve/leaks/a.ipynb", LEAKS), ("eve/leaks/b.ipynb", LEAKS), ("Ada B/leaks/x.ipynb", LEAKS),
        (".checkpoints/leaks/leaks.ipynb", LEAKS),
    ])  # fmt: skip
    before = tree(tmp_path)
    found = collect(tmp_path / "submitted" / ".." / "submitted", "leaks", tmp_path)
    assert [one.student.id for one in found] == ["Ada B", "bob", "cy", "eve"]
    assert [one.path.name for one in found] == ["leaks.ipynb", "work.ipynb", *["leaks.ipynb"] * 2]
    assert [bool(one.remarks) for one in found] == [False, False, False, True]
    assert tree(tmp_path) == before
    with pytest.raises(PoolLabError, match="no submission of async_pools"):
        collect(tmp_path / "submitted", "async_pools", tmp_path)


@pytest.mark.parametrize(
    ("time", "is_time"),
    [("20261129123045", True), ("00010101000000", False), ("99991231235959", False), ("7", False)],
)
def test_a_rule_of_ones_own_comes_first(time: str, is_time: bool, tmp_path: Path) -> None:
    rule = (r"group\d/(?P<last_name>\w+)-(?P<first_name>\w+)-(?P<student_id>k\d+)"
            r"-(?P<lms_id>\d+)-(?P<email>\S+@\w+)-(?P<timestamp>\d+)")  # fmt: skip
    where = as_zip(tmp_path / "class", [
        (f"group1/Lovelace-Ada-k007-12-ada@uni-{time}.ipynb", LEAKS), ("bob.ipynb", LEAKS),
    ])  # fmt: skip
    bob, ada = collect(where, "leaks", tmp_path, rule)
    who = ada.student
    assert [who.id, who.first_name, who.last_name, who.email, who.lms_id, bob.student.id] == [
        "k007", "Ada", "Lovelace", "ada@uni", "12", "bob",
    ]  # fmt: skip
    assert (ada.path.parent / "timestamp.txt").exists() == is_time


@pytest.mark.parametrize("rule", ["(", r"(?P<id>\w+)", r"(?P<student_id"])
def test_a_rule_that_is_none_is_said_in_a_line(rule: str, tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="The rule"):
        collect(as_zip(tmp_path / "class", [("ada.ipynb", LEAKS)]), "leaks", tmp_path, rule)


def test_names_of_people_can_do_no_harm(tmp_path: Path) -> None:
    name = "\x1b[31mEve\u202e" + "x" * 300
    found = collected(tmp_path, zipped([(f"{name} Ray_1{MOODLE}/x\x1b.pdf", LEAKS)]))
    ((id, eve),) = found.items()
    assert all(text.isprintable() and len(text) < 200 for text in (
        id, eve.student.first_name, eve.student.last_name, *eve.remarks,
    ))  # fmt: skip


def test_nbgraders_zip_collect_takes_what_moodle_hands_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)  # for alembic
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    as_folder(tmp_path / "exercises", [("leaks/leaks.ipynb", LEAKS)])
    given = tmp_path / "downloaded" / "leaks" / "archive"
    given.mkdir(parents=True)
    as_zip(given / "Pools-leaks-77", [
        (f"Ada Lovelace_1{MOODLE}/leaks.ipynb", version(1)),
        (f"Ada Lovelace_1{MOODLE}/leaks (1).ipynb", version(2)),
        (f"Bob Ray_2{MOODLE}/my work.ipynb.txt", version(3)),
        (f"Cy Plan_3{MOODLE}/plan.pdf", b"%PDF"),
        (f"Di Zip_4{MOODLE}/work.zip", zipped([("deep/leaks.ipynb", version(4))])),
        (f"Eve Odd_5{MOODLE}/work.zip", b"PK\3\4 no zip"),
    ])  # fmt: skip
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.add_student("di-zip-4", first_name="Diana")
    said = nbgrader(tmp_path, "zip_collect", "leaks")
    assert "2 notebooks were handed in; the newest counts: leaks (1).ipynb." in said
    assert said.count("work.zip can't be unpacked") == 1
    assert tree(tmp_path / "submitted") == {
        "ada-lovelace-1/leaks/leaks.ipynb": version(2),
        "bob-ray-2/leaks/leaks.ipynb.txt": version(3),
        "di-zip-4/leaks/leaks.ipynb": version(4),
    }
    with Gradebook(url) as gradebook:
        names = [(one.id, one.first_name, one.last_name, one.lms_user_id)
                 for one in sorted(gradebook.students, key=lambda one: one.id)]  # fmt: skip
    assert names == [
        ("ada-lovelace-1", "Ada", "Lovelace", "1"), ("bob-ray-2", "Bob", "Ray", "2"),
        ("di-zip-4", "Diana", "Zip", "4"),
    ]  # fmt: skip


def test_nbgraders_own_rule_keeps_names_too(tmp_path: Path) -> None:
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    rule = r".*/(?P<first_name>\w+)-(?P<student_id>\w+)-(?P<file_id>\w+)"
    line = f"c.FileNameCollectorPlugin.named_regexp = {json.dumps(rule)}"
    (tmp_path / "nbgrader_config.py").write_text(f"{config}\n{line}\n", encoding="utf-8")
    as_folder(tmp_path, [("exercises/leaks/leaks.ipynb", LEAKS),
                         ("downloaded/leaks/archive/Ada-k007-leaks.ipynb", LEAKS)])  # fmt: skip
    nbgrader(tmp_path, "zip_collect", "leaks")
    assert tree(tmp_path / "submitted") == {"k007/leaks/leaks.ipynb": LEAKS}
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        assert [(one.id, one.first_name) for one in gradebook.students] == [("k007", "Ada")]
