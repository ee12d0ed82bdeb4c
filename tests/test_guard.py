"""However a notebook ends, nothing is left: no process, folder, container, volume or memory."""

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import Kernel, runs
from waiting import until

from poollab import postgres
from poollab.postgres import engine, folders, template
from poollab.postgres.instance import Postgres

KINDS = pytest.mark.parametrize(
    "kind", ["embedded", pytest.param("container", marks=pytest.mark.docker)]
)
START = """
db = postgres.start(name="guarded")
print("started", flush=True)
"""
WAIT = "input()\n"


def gone(kernel: Kernel) -> None:
    """Wait until nothing is left of what the kernel's server was."""
    until(lambda: not kernel.left(), "nothing is left")


def volumes(kernel: Kernel) -> set[str]:
    """Return the nameless volumes of the kernel's container."""
    if "name" not in kernel.guarded:
        return set()
    found = engine.client().containers.get(kernel.guarded["name"])
    return {m["Name"] for m in found.attrs["Mounts"] if not m["Name"].startswith(template.NAME)}


def makers(*places: str | Path) -> set[str]:
    """Return the numbers of the processes in these folders, who may have made shared memory."""
    return {str(process.pid) for place in places for process in folders.processes(Path(place))}


def memory_of(kernel: Kernel) -> set[str]:
    """Return the numbers of the processes of an embedded server."""
    return makers(*kernel.guarded.get("folders", ()))


def shared_memory() -> set[str]:
    """Return the process numbers of those who made the machine's System V shared memory."""
    table = Path("/proc/sysvipc/shm")
    lines = table.read_text().splitlines()[1:] if table.exists() else []
    return {line.split()[4] for line in lines}


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Return a cache folder that has only a secret, and a folder for data."""
    with tempfile.TemporaryDirectory(prefix="poollab-tests-") as data:
        Path(data).chmod(0o755)
        (tmp_path / "secret").write_text(secrets.token_hex(16))
        yield tmp_path, Path(data)


@KINDS
def test_the_process_is_killed(kind: str) -> None:
    with Kernel(kind, START + WAIT) as kernel:
        kernel.guards()
        kernel.said("started")
        had, pids = volumes(kernel), memory_of(kernel)
        os.killpg(kernel.process.pid, signal.SIGKILL)  # as Jupyter does
        gone(kernel)
    assert not had & all_volumes(kind)
    assert not pids & shared_memory()


@KINDS
def test_the_process_is_killed_as_soon_as_it_starts_a_server(kind: str) -> None:
    with Kernel(kind, START + WAIT) as kernel:
        kernel.guards()
        kernel.process.kill()
        gone(kernel)


# Sends a signal to itself when it has asked the engine for something, before it hears the answer.
ASKED = """
import os
from urllib3.connection import HTTPConnection
real_request = HTTPConnection.request
def request(self, method, url, *rest, **more):
    real_request(self, method, url, *rest, **more)
    if url.endswith({part!r}) or "/containers/create" in url and {part!r} == "/create":
        os.kill(os.getpid(), {number})
HTTPConnection.request = request
"""


@pytest.mark.docker
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("part", ["/create", "/start"])
def test_the_process_ends_while_the_engine_works_for_it(part: str, number: int) -> None:
    with Kernel("container", ASKED.format(part=part, number=int(number)) + START) as kernel:
        kernel.guards()
        complaint = kernel.ended()
        gone(kernel)
    assert ("KeyboardInterrupt" in complaint) is (number == signal.SIGINT)


def test_the_process_is_killed_while_it_makes_the_template(places: tuple[Path, Path]) -> None:
    kept, data = places
    with Kernel("embedded", START + WAIT, kept, data) as kernel:
        kernel.guards()
        folder = Path(kernel.guarded["folders"][0])
        until(lambda: (folder / "data" / "global").exists(), "initdb is at work")
        if Path("/proc/sysvipc/shm").exists():
            until(lambda: memory_of(kernel) & shared_memory(), "it has shared memory")
        pids = memory_of(kernel)
        kernel.process.kill()
        gone(kernel)
    assert [path.name for path in kept.iterdir()] == ["secret"]
    assert list(data.iterdir()) == []
    assert not pids & shared_memory()


def test_the_process_is_killed_while_it_copies_the_template(places: tuple[Path, Path]) -> None:
    kept, data = places
    with Kernel("embedded", START + WAIT, kept, data) as kernel:
        kernel.guards()
        unfinished = Path(kernel.guarded["folders"][1])
        until(lambda: unfinished.exists() or not kernel.left(), "the template is half made")
        kernel.process.kill()
        gone(kernel)
    assert {path.name.rpartition(".")[2] for path in kept.iterdir()} == {"secret"}
    assert list(data.iterdir()) == []


HOLDER = """
import subprocess, sys, time
from poollab.postgres.wheel import account, programs
subprocess.Popen(
    [programs() / "postgres", "--single", "postgres"], stdin=subprocess.PIPE,
    stdout=subprocess.DEVNULL, cwd="/", env={"PGDATA": sys.argv[1] + "/data"}, **account(),
)
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/sysvipc/shm").exists(), reason="another system's memory")
def test_a_server_process_without_a_supervisor_gives_its_memory_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with postgres.start(name="single") as db:
        folder = Path(db.query("SHOW data_directory")[0][0]).parent
        db.stop()
        # As initdb does it: one process feeds another, which only stands in the folder.
        with subprocess.Popen([sys.executable, "-c", HOLDER, folder]) as holder:
            try:
                until(lambda: makers(folder) & shared_memory(), "it has shared memory")
                had = makers(folder)
                folders.remove([str(folder)])
            finally:
                holder.kill()
    assert not had & shared_memory()
    assert not any(runs(int(pid)) for pid in had)


@KINDS
def test_starting_is_interrupted(kind: str) -> None:
    code = """
try:
    postgres.start(name="guarded")
except KeyboardInterrupt:
    print("interrupted", flush=True)
input()
"""
    with Kernel(kind, code) as kernel:
        kernel.guards()
        kernel.process.send_signal(signal.SIGINT)
        kernel.said("interrupted")
        gone(kernel)  # while the kernel lives; its supervisor may be the one who removes it


def test_starting_is_interrupted_as_soon_as_there_is_a_supervisor() -> None:
    code = """
real_init = guard.Guard.__init__
def interrupted(self, kind, **what):
    real_init(self, kind, **what)
    raise KeyboardInterrupt
guard.Guard.__init__ = interrupted
try:
    postgres.start(name="guarded")
except KeyboardInterrupt:
    print("interrupted", flush=True)
input()
"""
    with Kernel("embedded", code) as kernel:
        kernel.guards()
        kernel.said("interrupted")
        gone(kernel)


@KINDS
def test_starting_fails(kind: str) -> None:
    code = """
try:
    postgres.start(max_connections="text")
except Exception as error:
    print("failed", error, flush=True)
input()
"""
    with Kernel(kind, code) as kernel:
        kernel.guards()
        assert "text" in kernel.said("failed")
        assert kernel.left() == []


@KINDS
def test_the_process_ends_without_closing(kind: str) -> None:
    with Kernel(kind, START) as kernel:
        kernel.guards()
        kernel.said("started")
        assert kernel.ended() == ""
        assert kernel.left() == []


@KINDS
def test_the_supervisor_was_killed(kind: str) -> None:
    with Kernel(kind, START + WAIT + 'db.close()\nprint("closed", flush=True)\ninput()') as kernel:
        kernel.guards()
        kernel.said("started")
        psutil.Process(kernel.guarded["guard"]).kill()
        kernel.say()
        kernel.said("closed")
        assert kernel.left() == []


def test_the_supervisor_heeds_no_signal() -> None:
    with Kernel("embedded", START + WAIT) as kernel:
        kernel.guards()
        kernel.said("started")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(kernel.guarded["guard"], number)
        kernel.process.kill()
        gone(kernel)


def test_a_file_in_the_notebooks_folder_does_not_disturb_the_supervisor(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('this is not json')")
    with Kernel("embedded", f"os.chdir({str(tmp_path)!r})" + START + WAIT) as kernel:
        kernel.guards()
        kernel.said("started")
        kernel.process.kill()
        gone(kernel)


def test_a_child_of_the_process_lives_on() -> None:
    code = """
if not (child := os.fork()):
    import time
    time.sleep(600)
print("child", child, flush=True)
"""
    with Kernel("embedded", START + code + WAIT) as kernel:
        kernel.guards()
        child = int(kernel.said("child").split()[1])
        try:
            kernel.process.kill()
            gone(kernel)
            assert runs(child)
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_child_of_the_process_ends() -> None:
    code = """
if not (child := os.fork()):
    sys.exit()
os.waitpid(child, 0)
print("answers", db.query("SELECT 1"), flush=True)
"""
    with Kernel("embedded", START + code) as kernel:
        kernel.guards()
        assert kernel.said("answers") == "answers [(1,)]"
        assert kernel.ended() == ""
        assert kernel.left() == []


@pytest.mark.parametrize("at", ["guard", "started"])
def test_the_process_is_killed_with_a_given_server(
    db: Postgres, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setenv("POOLLAB_DSN", db.superuser_dsn)
    names = "SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1"
    before = db.query(names)
    with Kernel("", START + 'db.role("task"); print("made", flush=True)\n' + WAIT) as kernel:
        kernel.guards()
        if at == "started":
            kernel.said("made")
            assert db.query(names) != before
        kernel.process.kill()
        gone(kernel)
    assert db.query(names) == before


@pytest.mark.soak
@KINDS
def test_twenty_processes_are_killed_at_random_moments(
    kind: str, places: tuple[Path, Path]
) -> None:
    moments = random.Random(3)
    for turn in range(20):
        # Every other one on a machine that has no template yet.
        where = places if turn % 2 and kind == "embedded" else ()
        with Kernel(kind, START + WAIT, *where) as kernel:
            kernel.guards()
            time.sleep(moments.uniform(0, 1.5))  # the moment is the very thing that varies
            pids = memory_of(kernel)
            kernel.process.kill()
            gone(kernel)
        assert not pids & shared_memory()
        if where:
            assert list(places[1].iterdir()) == []


def all_volumes(kind: str) -> set[str]:
    """Return the engine's volumes; for a server that needs no engine there are none."""
    if kind != "container":
        return set()
    return {volume.name for volume in engine.client().volumes.list()}
