"""Which server is chosen, and one clear line when there is none to be had."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from waiting import until

from poollab import postgres
from poollab.errors import PoolLabError
from poollab.postgres import cache, engine, network, template
from poollab.postgres.instance import Postgres


def refused(words: str, **settings: object) -> str:
    """Start a server, which must fail in one line that matches ``words``; return the line."""
    with pytest.raises(PoolLabError, match=words) as caught:
        postgres.start(name="refused", **settings)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 500
    return line


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let there be no Docker engine."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")


@pytest.fixture
def hanging_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Let there be an engine that takes calls and never answers."""
    monkeypatch.setattr(engine, "ANSWER_WITHIN", 0.3)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/hangs.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{tmp_path}/hangs.sock")
        listening.listen()
        yield


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed, which must be one line."""
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return out


@pytest.mark.docker
def test_a_container_where_an_engine_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with postgres.start(name="choice") as db:
        assert db.kind == "container"
    assert f"in a container ({engine.image_name()}): a Docker engine answers." in said(capsys)


@pytest.mark.docker
def test_the_container_is_published_on_loopback_only() -> None:
    with postgres.start(name="choice") as db:
        found = engine.client().containers.get(db._host.name)  # type: ignore[attr-defined]
        addresses = {entry["HostIp"] for entry in found.ports["5432/tcp"]}
    assert addresses == {"127.0.0.1"}


@pytest.mark.usefixtures("no_engine")
def test_embedded_without_an_engine(capsys: pytest.CaptureFixture[str]) -> None:
    with postgres.start(name="choice") as db:
        assert db.kind == "embedded"
    assert "from the embedded package: no Docker engine answers at DOCKER_HOST" in said(capsys)


@pytest.mark.usefixtures("hanging_engine")
def test_embedded_beside_an_engine_that_hangs(capsys: pytest.CaptureFixture[str]) -> None:
    with postgres.start(name="choice") as db:
        assert db.kind == "embedded"
    assert "does not answer within 0.3 s: restart Docker" in said(capsys)


@pytest.mark.parametrize("host", ["nonsense", "foo://bar", "tcp://127.0.0.1:1", "ssh://nowhere."])
def test_embedded_with_a_nonsense_engine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)
    assert "no Docker engine answers" in str(engine.problem())


@pytest.mark.usefixtures("no_engine")
def test_forced_container_without_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "container")
    refused("POOLLAB_POSTGRES=container, but no Docker engine answers .*install or start Docker")


@pytest.mark.usefixtures("hanging_engine")
def test_forced_container_with_an_engine_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "container")
    refused("does not answer within 0.3 s: restart Docker")


def test_a_choice_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "sqlite")
    refused("POOLLAB_POSTGRES is 'sqlite': set it to container or embedded, or unset it")


@pytest.mark.docker
@pytest.mark.parametrize("image", ["127.0.0.1:1/no/such:image", "Not An Image", "nosuch.invalid/x"])
def test_an_image_that_can_not_be_pulled(image: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_IMAGE", image)
    line = refused(f"Docker has no image {image} and can't pull it")
    assert f"docker pull {image}" in line
    assert "POOLLAB_POSTGRES=embedded" in line


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """Run a registry on loopback, which engines trust; return its address."""
    program = shutil.which("docker-registry")
    if program is None:
        if os.environ.get("POOLLAB_REQUIRE_DOCKER"):
            pytest.fail("POOLLAB_REQUIRE_DOCKER is set, but there is no docker-registry")
        pytest.skip("no docker-registry")
    address = f"127.0.0.1:{network.free_port()}"
    config = tmp_path / "registry.yml"
    config.write_text(
        f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {tmp_path}/registry}}}}\n"
        f"http: {{addr: {address}}}\nlog: {{level: error}}\n"
    )
    with subprocess.Popen(
        [program, "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        until(lambda: answers(address), "the registry answers")
        yield address
        process.kill()


def answers(address: str) -> bool:
    """Return whether somebody listens there."""
    host, port = address.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


@pytest.mark.docker
def test_a_missing_image_is_pulled_and_shows_progress(
    registry: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A layer of its own, because the engine has the others and would not fetch them.
    (tmp_path / "Dockerfile").write_text(f"FROM {engine.image_name()}\nCOPY noise /noise\n")
    (tmp_path / "noise").write_bytes(secrets.token_bytes(3_000_000))
    (tmp_path / ".dockerignore").write_text("registry\n")
    image = f"{registry}/lab/postgres:18"
    client = engine.client()
    client.images.build(path=str(tmp_path), tag=image, rm=True)
    client.images.push(image)
    client.images.remove(image)
    assert not engine.image_present(image)

    monkeypatch.setenv("POOLLAB_IMAGE", image)
    try:
        with postgres.start(name="pulled") as db:
            assert db.query("SELECT 1") == [(1,)]
        shown = capsys.readouterr()
        assert f"Pulling {image}: 100%" in shown.err
        assert "3.00M/3.00M" in shown.err
        assert f"in a container ({image})" in shown.out
    finally:
        volume = template.volume(client.images.get(image).id, cache.secret())
        client.volumes.get(volume).remove()
        client.images.remove(image)


def test_given(
    db: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POOLLAB_DSN", db.superuser_dsn)
    databases, roles = "SELECT datname FROM pg_database", "SELECT rolname FROM pg_roles"
    before = db.query(databases), db.query(roles)
    with postgres.start(name="given", max_connections=10, work_mem="5MB") as given:
        assert given.kind == "given"
        assert "that was there already: named by POOLLAB_DSN" in said(capsys)
        assert given.query("SHOW work_mem") == [("5MB",)]
        given.role("task")
        assert db.query("SHOW fsync") == [("off",)]
        assert len(db.query(databases)) == len(before[0]) + 2
    assert (db.query(databases), db.query(roles)) == before


@pytest.mark.parametrize(
    ("user", "password", "port", "words"),
    [
        ("postgres", "wrong", None, "password authentication failed for user"),
        ("nobody", None, None, "POOLLAB_DSN does not work"),
        ("lab", None, None, "names the role lab, which is no superuser"),
        ("postgres", None, 1, "Connection refused.*unset POOLLAB_DSN"),
    ],
)
def test_given_but_wrong(
    db: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    password: str | None,
    port: int | None,
    words: str,
) -> None:
    host = db._host
    monkeypatch.setenv(
        "POOLLAB_DSN",
        f"postgresql://{user}:{password or host.password}@{host.host}:{port or host.port}/postgres",
    )
    refused(words)


@pytest.mark.parametrize("dsn", ["nonsense", "postgresql://[", "postgresql://x:y@host:port/z"])
def test_given_nonsense(monkeypatch: pytest.MonkeyPatch, dsn: str) -> None:
    monkeypatch.setenv("POOLLAB_DSN", dsn)
    refused("POOLLAB_DSN does not work")


def test_given_a_setting_that_needs_a_restart(
    db: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_DSN", db.superuser_dsn)
    before = db.query("SELECT rolname FROM pg_roles")
    refused('"shared_buffers" cannot be changed.*unset POOLLAB_DSN', shared_buffers="1GB")
    assert db.query("SELECT rolname FROM pg_roles") == before


KINDS = pytest.mark.parametrize(
    "kind", ["embedded", pytest.param("container", marks=pytest.mark.docker)]
)


@KINDS
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"max_connections": "text"}, 'invalid value for parameter "max_connections": "text"'),
        ({"no_such_thing": 1}, 'unrecognized configuration parameter "no_such_thing"'),
        ({"max_connections": 2}, "superuser_reserved_connections"),
    ],
)
def test_a_setting_that_the_server_refuses(
    kind: str, settings: dict[str, object], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", kind)
    refused(f"did not start: .*{re.escape(words)}", **settings)


@KINDS
def test_another_port_where_somebody_took_ours(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", kind)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = iter([taken.getsockname()[1], network.free_port()])
        monkeypatch.setattr(network, "free_port", lambda: next(ports))
        with postgres.start(name="port") as db:
            assert db.query("SELECT 1") == [(1,)]
        assert list(ports) == []


@pytest.mark.docker
def test_a_container_that_somebody_removed() -> None:
    with postgres.start(name="gone") as db:
        engine.client().containers.get(db._host.name).remove(  # type: ignore[attr-defined]
            force=True, v=True
        )
        with pytest.raises(PoolLabError, match=r"did not stop .*No such container"):
            db.stop()
        with pytest.raises(PoolLabError, match="did not start again"):
            db.start()


def test_rooms_that_only_one_kind_needs_are_not_loaded() -> None:
    """The supervisor starts fast: neither drivers nor the Docker client come with the package."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, poollab.postgres.guard; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"docker", "psycopg", "testcontainers", "psutil"} & set(done.stdout.split())
