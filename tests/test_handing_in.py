"""Handing in: what comes is kept, whatever it is, and answered with a receipt that says so."""

import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from logging import getLogger
from pathlib import Path

import httpx
import pytest
from composing import build
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from handing import INSTRUCTOR, Room, room
from nbgrader.utils import parse_utc
from test_assignments import submission
from test_grade import points
from test_submission import SECOND, SOLVED, UNREADABLE

from poollab import kept
from poollab.assignments.file import LARGEST, REASONS
from poollab.assignments.timestamp import handed_in as time_of
from poollab.cli import main
from poollab.collecting import place
from poollab.collecting.collect import collect
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.release import path_of
from poollab.grading.result import Result
from poollab.handing_in import sending, store
from poollab.handing_in.command import report as command
from poollab.handing_in.receipt import Receipt
from poollab.handing_in.service import service
from poollab.lab.page import page as start_page
from poollab.postgres import engine
from poollab.server import serve

SOCKET = Path("/var/run/docker.sock")
STUB = path_of("leaks").read_bytes()
TASKS = len(tasks.of("leaks"))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Room]:
    """A running service."""
    with room(tmp_path / "handed-in") as made:
        yield made


@pytest.fixture
def seat(here: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The service, and in the environment what a hub says of it to Ada's seat."""
    monkeypatch.setenv("POOLLAB_HAND_IN", here.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "ada")
    return here


@pytest.fixture
def solved(tmp_path: Path) -> bytes:
    """A notebook with two answers."""
    return submission("leaks", len(SOLVED), tmp_path / "solved.ipynb").read_bytes()


def test_a_notebook_is_kept_for_grading_and_the_receipt_says_what_was_found(
    here: Room, solved: bytes
) -> None:
    before = datetime.now().astimezone()
    answer = here.put("ada", solved)
    assert answer.status_code == 201
    receipt = Receipt.model_validate(answer.json())
    assert (receipt.learner, receipt.assignment) == ("ada", "leaks")
    assert receipt.sha256 == hashlib.sha256(solved).hexdigest()
    assert (receipt.answers, receipt.tasks) == (len(SOLVED), TASKS)
    begun = receipt.said[0].removeprefix("Not begun: ").removesuffix(".").split(", ")
    assert set(begun) == {task.name for task in tasks.of("leaks")} - SOLVED.keys()
    assert receipt.time.utcoffset() is not None and receipt.time >= before
    assert (here.kept("ada") / "leaks.ipynb").read_bytes() == solved
    noted = parse_utc((here.kept("ada") / "timestamp.txt").read_text())
    assert noted == parse_utc(receipt.time.isoformat())


def test_the_second_time_has_a_receipt_of_its_own_and_the_first_is_kept(
    here: Room, solved: bytes
) -> None:
    first, second, third = (here.put("ada", raw).json() for raw in (STUB, solved, solved))
    assert [first["answers"], second["answers"]] == [0, len(SOLVED)]
    assert (here.kept("ada") / "leaks.ipynb").read_bytes() == solved
    (before,) = here.kept("ada").glob("leaks.ipynb kept *")
    assert before.read_bytes() == STUB
    assert f"What was there before is kept as {before.name}." in second["said"]
    assert here.listed("ada") == [first, second, third]
    assert second["time"] < third["time"]


def test_a_learner_sees_his_own_receipts_and_an_admin_all(here: Room) -> None:
    ada, bob = here.put("ada", STUB).json(), here.put("bob", STUB).json()
    assert (here.listed("ada"), here.listed("bob"), here.listed("cleo")) == ([ada], [bob], [])
    assert here.listed(INSTRUCTOR) == [ada, bob]


DAMAGES = ("empty", "truncated", "NULs", "a web page", "random bytes", "no cells", "100,000 levels",
           "another assignment")  # fmt: skip
"""Some of those that ``test_submission`` has."""


def test_a_broken_notebook_is_taken_and_the_receipt_says_why(here: Room, solved: bytes) -> None:
    for change, code in (UNREADABLE[one] for one in DAMAGES):
        raw = change(solved)
        receipt = here.put(code, raw).json()
        assert (here.kept(code) / "leaks.ipynb").read_bytes() == raw
        assert receipt["answers"] == 0
        assert receipt["said"] == [f"No answer can be read. {REASONS[code]}"]


def test_what_can_not_be_read_of_a_notebook_is_named(here: Room, solved: bytes) -> None:
    raw = solved.replace(f"def {SECOND}(".encode(), b"def other(").replace(
        f'"grade_id": "{SECOND}"'.encode(), b'"grade_id": "other"'
    )
    receipt = here.put("ada", raw).json()
    assert receipt["answers"] == len(SOLVED) - 1
    assert f"Can't be read: {SECOND}. {REASONS['absent']}" in receipt["said"]


NAMES = ("a" * 200, "🍝🍝", "../bob", "/etc", "..", "CON", "a/b", "Ünsal", "bob", "-", "a b", "\0")


def test_a_name_leads_nowhere_but_to_a_folder_of_its_own(here: Room) -> None:
    for name in NAMES:
        assert here.put(name, name.encode()).json()["learner"] == name
        assert (here.kept(name) / "leaks.ipynb").read_bytes() == name.encode()
    folders = list((here.folder / "submitted").iterdir())
    assert len(folders) == len(NAMES)
    assert all(len(one.name) < 60 for one in folders)
    assert {one.name for one in here.folder.parent.iterdir()} == {"handed-in"}


def test_nobody_chooses_the_folder_of_another(here: Room) -> None:
    here.put("🍝🍝", b"mine")
    folder = here.kept("🍝🍝").parent.name
    here.put(folder, b"as somebody else")
    assert (here.kept("🍝🍝") / "leaks.ipynb").read_bytes() == b"mine"
    assert here.listed(folder) != here.listed("🍝🍝")


@pytest.mark.parametrize(
    ("assignment", "raw", "status", "sentence"),
    [
        ("tables", b"", 404, "There is no such assignment: leaks, sizing, async_pools."),
        ("..%2Fleaks", b"", 404, ""),
        ("leaks", bytes(LARGEST + 1), 413, REASONS["large"]),
    ],
)
def test_what_is_not_taken_leaves_nothing(
    assignment: str, raw: bytes, status: int, sentence: str, here: Room
) -> None:
    answer = here.put("ada", raw, assignment)
    assert answer.status_code == status and sentence in answer.json()["detail"]
    assert not here.folder.exists()


def test_without_a_token_nothing_is_taken(here: Room) -> None:
    with serve(service(store.Store(here.folder)), name="unchanged") as server:
        assert httpx.put(f"{server.url}/leaks", content=b"").status_code == 401
        assert httpx.get(f"{server.url}/").status_code == 401
    assert not here.folder.exists()


def test_a_full_disk_is_said_and_the_notebook_before_stays(
    here: Room, solved: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.put("ada", STUB)

    def full(path: Path, raw: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        answer = here.put("ada", solved)
    assert answer.status_code == 507
    assert "was not kept, so there is no receipt" in answer.json()["detail"]
    assert "No space left on device" in answer.json()["detail"]
    assert (here.kept("ada") / "leaks.ipynb").read_bytes() == STUB
    assert len(here.listed("ada")) == 1
    assert here.put("ada", solved).json()["answers"] == len(SOLVED)


@pytest.mark.parametrize(("limit", "value"), [("MOST_TIMES", 2), ("MOST_BYTES", len(STUB) + 600)])
def test_one_learner_can_not_fill_the_disk(
    limit: str, value: int, here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, limit, value)
    assert [here.put("ada", raw).status_code for raw in (STUB, b"2", bytes(600))] == [201, 201, 507]
    assert here.put("bob", STUB).status_code == 201
    assert "talk to your instructor" in here.put("ada", bytes(600)).json()["detail"]


def test_many_at_once_lose_nothing(here: Room) -> None:
    """Of one learner, too: all are kept, each with its receipt, and one of them counts."""
    sent = [(f"learner-{n % 4}", STUB + b" " * n) for n in range(20)]
    begun = threading.Barrier(len(sent))

    def put(one: tuple[str, bytes]) -> int:
        begun.wait(60)
        return here.put(*one).status_code

    with ThreadPoolExecutor(len(sent)) as pool:
        assert set(pool.map(put, sent)) == {201}
    assert len(here.listed(INSTRUCTOR)) == len(sent)
    there = [path.read_bytes() for path in here.folder.glob("submitted/*/leaks/leaks.ipynb*")]
    assert sorted(there) == sorted(raw for _, raw in sent)


def test_notebooks_of_one_learner_come_one_after_another_and_others_do_not_wait(
    here: Room,
) -> None:
    """So that whoever sends many at once takes no more memory than others do."""
    large = bytes(LARGEST // 2)  # than what is kept on the way: when it is sent, it is being read
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> Iterator[bytes]:
        yield large
        begun.set()
        go_on.wait(60)
        yield b"1"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(here.put, "ada", slowly())
        assert begun.wait(60)
        second = pool.submit(here.put, "ada", b"2")
        assert here.put("bob", STUB).status_code == 201
        go_on.set()
        assert (first.result().status_code, second.result().status_code) == (201, 201)
    digests = [hashlib.sha256(raw).hexdigest() for raw in (large + b"1", b"2")]
    assert [one["sha256"] for one in here.listed("ada")] == digests


def test_the_command_prints_the_receipt_and_keeps_it(
    seat: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["leaks", "sizing"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"leaks is handed in: 0 of {TASKS} answers."
    assert said[1].startswith("Not begun: ")
    receipt = sending.last("leaks")
    assert receipt and said[2] == receipt.lines[-1] and receipt.sha256[:16] in said[2]
    assert len(kept.read(sending.FILE)) == 2
    assert command([]) == 0
    assert [line.split()[3:5] for line in capsys.readouterr().out.splitlines()] == [
        ["ada", "leaks"], ["ada", "sizing"]
    ]  # fmt: skip


def test_the_start_page_of_a_hub_says_what_is_handed_in(
    seat: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.note(sending.FILE, "damaged", {"time": "no"})
    command(["leaks"])
    row, other = (line for line in start_page(ROOT).splitlines() if line.startswith("| [")
                  and ("leaks.ipynb" in line or "sizing.ipynb" in line))  # fmt: skip
    assert f"UTC, 0 of {TASKS} answers |" in row and "| not yet |" in other
    assert "**To hand in:**" in start_page(ROOT)
    monkeypatch.delenv("POOLLAB_HAND_IN")
    assert "hand in" not in start_page(ROOT).lower().replace("handed in", "hand in")


def test_outside_of_a_hub_it_says_how_to_hand_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POOLLAB_HAND_IN", raising=False)
    monkeypatch.setattr("poollab.cli.enter", lambda words: None)
    assert main(["hand-in", "leaks"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("You are in no hub") and "leaks.ipynb" in said and said.count("\n") == 1


@pytest.mark.parametrize("words", [["leak"], ["leaks", "pools"]])
def test_an_assignment_that_there_is_not_is_one_line(words: list[str], seat: Room) -> None:
    with pytest.raises(PoolLabError, match=r"^There is no assignment [^\n]*: leaks, sizing"):
        command(words)
    assert not seat.folder.exists()


def test_a_hub_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_HAND_IN", "http://127.0.0.1:1")
    with pytest.raises(
        PoolLabError, match=r"^The hub does not answer \(.*[Cc]onn[^\n]*try again\.$"
    ):
        command(["leaks"])


def test_what_the_proxy_says_in_html_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = FastAPI()

    @proxy.put("/leaks", status_code=503, response_class=HTMLResponse)
    async def away() -> str:
        return "<h1>Service Unavailable</h1>"

    with serve(proxy, name="proxy") as server:
        monkeypatch.setenv("POOLLAB_HAND_IN", server.url)
        with pytest.raises(PoolLabError, match=r"^The hub can't take it now \(HTTP 503\)[^\n]+$"):
            command(["leaks"])


def test_the_time_that_lies_beside_a_notebook_goes_with_it(tmp_path: Path, here: Room) -> None:
    receipt = here.put("ada", STUB).json()
    (one,) = collect(here.folder / "submitted", "leaks", tmp_path / "course")
    assert one.student.id == "ada"
    assert time_of(one.path.parent, getLogger()) == parse_utc(receipt["time"])
    assert place.holds(one.path, STUB)


GRADES = """
python /opt/pool-lab/src/poollab seat --version >/dev/null && cd ~/pool-lab \
    && make grade ARGS="leaks /srv/handed-in/submitted" >&2 \
    && cat graded/leaks/results.jsonl && cat submitted/ada/leaks/timestamp.txt
"""


@pytest.mark.thorough
@pytest.mark.docker
def test_the_instructors_seat_grades_the_newest_of_each_learner(
    here: Room, solved: bytes, tmp_path: Path
) -> None:
    """In a container as the hub makes it: walled off, but for Docker's socket and the volume."""
    seat = build("seat")
    build("answer")
    for name, raw in (("🍝", solved[:900]), ("bob", STUB), ("ada", STUB), ("ada", solved)):
        receipt = here.put(name, raw).json()
    *lines, time = in_a_seat(seat, GRADES, here.folder).splitlines()
    found = {one.student: points(one) for one in map(Result.from_json, map(json.loads, lines))}
    worth = {task.name: task.points for task in tasks.of("leaks")}
    assert found == {
        "ada": {name: worth[name] for name in SOLVED},
        "bob": {},
        here.kept("🍝").parent.name: {},
    }
    assert parse_utc(time) == parse_utc(receipt["time"])


def in_a_seat(image: str, command: str, handed_in: Path) -> str:
    """Run a command in an instructor's container with this in its volume; return its output."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as made:
        made.add(handed_in, ".")
    container = engine.client().containers.create(
        image, ["sh", "-c", command], read_only=True, cap_drop=["ALL"], network_mode="none",
        security_opt=["no-new-privileges:true"], group_add=[str(SOCKET.stat().st_gid)],
        tmpfs={"/tmp": "mode=1777", "/srv/lab": "mode=1777"},
        volumes=["/srv/handed-in", f"{SOCKET}:{SOCKET}"],
    )  # fmt: skip
    try:
        container.put_archive("/srv/handed-in", tar.getvalue())
        container.start()
        ended = container.wait()
        assert ended["StatusCode"] == 0, container.logs().decode()
        return str(container.logs(stderr=False).decode())
    finally:
        container.remove(force=True, v=True)
