"""What every test may use: a real server of each kind, and a check that nothing is left behind."""

import os
from collections.abc import Iterator

import pytest

from poollab import postgres
from poollab.postgres import engine
from poollab.postgres.instance import Postgres

ENGINE_PROBLEM = engine.problem()


def needs_docker() -> None:
    """Skip without a Docker engine; fail where CI says that there must be one."""
    if ENGINE_PROBLEM and os.environ.get("POOLLAB_REQUIRE_DOCKER"):
        pytest.fail(f"POOLLAB_REQUIRE_DOCKER is set, but {ENGINE_PROBLEM}")
    if ENGINE_PROBLEM:
        pytest.skip(ENGINE_PROBLEM)


@pytest.fixture(autouse=True)
def _docker(request: pytest.FixtureRequest) -> None:
    """Honour the marker ``docker``."""
    if request.node.get_closest_marker("docker"):
        needs_docker()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the caller's choice of a server out of the tests."""
    for name in ("POOLLAB_DSN", "POOLLAB_POSTGRES"):
        monkeypatch.delenv(name, raising=False)


def started(kind: str) -> Iterator[Postgres]:
    """Start a server of one kind and remove it."""
    if kind == "container":
        needs_docker()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("POOLLAB_DSN", raising=False)
        patch.setenv("POOLLAB_POSTGRES", kind)
        with postgres.start(name=f"tests-{kind}", max_connections=60) as db:
            yield db


@pytest.fixture(scope="session")
def db() -> Iterator[Postgres]:
    """A server for tests that only need one: the embedded, which is everywhere."""
    yield from started("embedded")


@pytest.fixture(scope="session", params=["embedded", "container"])
def each_db(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """A server of each kind in turn, for tests of what must be the same."""
    yield from started(request.param)
