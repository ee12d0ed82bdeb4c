"""What every test may use: a real server of each kind, and a kernel that may be killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from poollab import postgres
from poollab.errors import PoolLabError
from poollab.pgbouncer import binary, image
from poollab.postgres import engine, folders
from poollab.postgres.instance import Postgres

pytest_plugins = ["browsing", "crowd", "distribution", "facts"]

ENGINE_PROBLEM = engine.problem()


def needs_docker() -> None:
    """Skip without a Docker engine; fail where CI says that there must be one."""
    if ENGINE_PROBLEM and os.environ.get("POOLLAB_REQUIRE_DOCKER"):
        pytest.fail(f"POOLLAB_REQUIRE_DOCKER is set, but {ENGINE_PROBLEM}")
    if ENGINE_PROBLEM:
        pytest.skip(ENGINE_PROBLEM)


def needs_pgbouncer(kind: str) -> None:
    """Skip without a PgBouncer of this kind; fail where CI says that there must be one."""
    trouble = ""
    if kind == "container":
        needs_docker()
        try:
            image.ensure(engine.client())
        except PoolLabError as error:
            trouble = str(error)
    elif binary.program() is None:
        trouble = "there is no program pgbouncer"
    if trouble and os.environ.get("POOLLAB_REQUIRE_PGBOUNCER"):
        pytest.fail(f"POOLLAB_REQUIRE_PGBOUNCER is set, but {trouble}")
    if trouble:
        pytest.skip(trouble)


@pytest.fixture(autouse=True)
def _docker(request: pytest.FixtureRequest) -> None:
    """Honour the marker ``docker``."""
    if request.node.get_closest_marker("docker"):
        needs_docker()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the caller's choice of a server out of the tests, and the tests out of his progress."""
    monkeypatch.setenv("POOLLAB_PROGRESS", str(tmp_path / "progress.json"))
    for name in ("POOLLAB_DSN", "POOLLAB_POSTGRES", "POOLLAB_SMALL", "POOLLAB_WALL"):
        monkeypatch.delenv(name, raising=False)


def started(
    kind: str, connections: int = 60, dsn: str = "", name: str = "tests"
) -> Iterator[Postgres]:
    """Start a server of one kind with so many connections, and remove it.

    One of the same kind and name would be replaced.
    """
    if kind == "container":
        needs_docker()
    choice = {"POOLLAB_DSN": dsn} if dsn else {"POOLLAB_POSTGRES": kind}
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("POOLLAB_DSN", "POOLLAB_POSTGRES"):
            patch.delenv(variable, raising=False)
        for variable, value in choice.items():
            patch.setenv(variable, value)
        with postgres.start(name=f"{name}-{kind}", max_connections=connections) as db:
            yield db


@pytest.fixture(scope="session")
def db() -> Iterator[Postgres]:
    """A server for tests that only need one: the embedded, which is everywhere."""
    yield from started("embedded")


@pytest.fixture(scope="session", params=["embedded", "container", "given"])
def each_db(request: pytest.FixtureRequest, db: Postgres) -> Iterator[Postgres]:
    """A server of each kind in turn, for tests of what must be the same."""
    if request.param == "embedded":
        yield db
    elif request.param == "container":
        yield from started("container")
    else:
        yield from started("given", 40, db.superuser_dsn)


@pytest.fixture(scope="session", params=["embedded", "container"])
def each_server(request: pytest.FixtureRequest, db: Postgres) -> Iterator[Postgres]:
    """A server as lessons start it, of each kind in turn."""
    if request.param == "embedded":
        yield db
    else:
        yield from started("container", name="lessons")


class Kernel:
    """A process that starts a server, tells what its supervisor guards, and may be killed."""

    PRELUDE = """
import json, os, signal, sys
from pathlib import Path
import platformdirs
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored, if the tests run with nohup
from poollab.postgres import guard, storage
if sys.argv[1:]:
    platformdirs.user_cache_path = lambda *_, **__: Path(sys.argv[1])
    storage.MEMORY = Path(sys.argv[2])
real = guard.Guard.__init__
def telling(self, kind, **what):
    real(self, kind, **what)
    print(json.dumps({"guard": self._process.pid, **what}), flush=True)
guard.Guard.__init__ = telling
from poollab import pgbouncer, postgres
"""

    def __init__(self, kind: str, code: str, *places: Path) -> None:
        """Run ``code`` with a server of this kind; ``places`` are other cache and data folders."""
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", self.PRELUDE + code, *map(str, places)],
            env={**os.environ, "POOLLAB_POSTGRES": kind},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.guarded: dict[str, Any] = {}

    def guards(self) -> None:
        """Wait until the supervisor is there; note what it guards."""
        self.guarded = json.loads(self.said("{"))

    def said(self, start: str) -> str:
        """Return the next line that starts so; fail when the process ends without it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(start):
                return line.rstrip()
        assert self.process.stderr is not None
        raise AssertionError(f"no line {start!r}: {self.process.stderr.read()}")

    def say(self) -> None:
        """Let the code go on that waits in ``input()``."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def ended(self) -> str:
        """Wait until it has ended by itself; return what it complained about."""
        return self.process.communicate(timeout=60)[1]

    def __enter__(self) -> "Kernel":
        """Return the kernel."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it, as nobody should."""
        self.process.kill()
        self.process.communicate()

    def left(self) -> list[str]:
        """Return what is left of what it guarded, the supervisor itself included."""
        left = [f"supervisor {self.guarded['guard']}"] if runs(self.guarded["guard"]) else []
        for folder in map(Path, self.guarded.get("folders", ())):
            left += [f"process {process}" for process in folders.processes(folder)]
            left += [f"folder {folder}"] if folder.exists() else []
        if "name" in self.guarded and "dsn" not in self.guarded:
            names, api = {"name": self.guarded["name"]}, engine.client().api
            found = api.containers(all=True, filters=names)
            left += [f"container {container['Names']}" for container in found]
            left += [f"network {network['Name']}" for network in api.networks(filters=names)]
        return left


def runs(pid: int) -> bool:
    """Return whether a process runs; one that is dead but not yet waited for does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
