"""TLS: a server that encrypts, whoever runs it, and the tap in the line."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from conftest import needs_docker
from psycopg import pq

from poollab import postgres, wire
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres

WITH_TLS = "postgres:17"  # where the usual image is a stand-in, built without
IS_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


def encrypting_container() -> Postgres:
    """Start a server that encrypts; skip where no image of one is to be had, but fail in CI."""
    try:
        return postgres.start(name="tls", ssl=True)
    except PoolLabError as error:
        assert "SSL is not supported by this build" in str(error)
    os.environ["POOLLAB_IMAGE"] = WITH_TLS
    try:
        return postgres.start(name="tls", ssl=True)
    except PoolLabError as error:
        if "Docker has no image" not in str(error) or os.environ.get("POOLLAB_REQUIRE_DOCKER"):
            raise
        pytest.skip(str(error))


@contextmanager
def one_that_encrypts() -> Iterator[Postgres]:
    """Start a server that encrypts, in a container."""
    needs_docker()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("POOLLAB_DSN", raising=False)
        patch.setenv("POOLLAB_POSTGRES", "container")
        patch.setenv("POOLLAB_IMAGE", os.environ.get("POOLLAB_IMAGE", ""))  # as it was, afterwards
        with encrypting_container() as db:
            yield db


@pytest.fixture(scope="module")
def encrypting() -> Iterator[Postgres]:
    """A server that encrypts."""
    with one_that_encrypts() as db:
        yield db


def by_psycopg(dsn: str) -> bool:
    with psycopg.connect(dsn) as connection:
        return connection.execute(IS_ENCRYPTED).fetchone() == (True,)


def by_asyncpg(dsn: str) -> bool:
    async def ask() -> bool:
        connection = await asyncpg.connect(dsn)
        try:
            return bool(await connection.fetchval(IS_ENCRYPTED))
        finally:
            await connection.close()

    return asyncio.run(ask())


DRIVERS = pytest.mark.parametrize("encrypted", [by_psycopg, by_asyncpg])


@DRIVERS
def test_drivers_encrypt_where_the_server_does(
    encrypting: Postgres, encrypted: Callable[[str], bool]
) -> None:
    assert encrypted(encrypting.dsn)
    assert encrypted(f"{encrypting.dsn}?sslmode=require")
    assert not encrypted(f"{encrypting.dsn}?sslmode=disable")


def test_the_certificate_is_the_servers_own(encrypting: Postgres, tmp_path: Path) -> None:
    certificate = tmp_path / "server.crt"
    certificate.write_text(encrypting.query("SELECT pg_read_file('server.crt')")[0][0])
    verified = f"{encrypting.dsn}?sslmode=verify-full&sslrootcert={certificate}"
    assert by_psycopg(verified)
    encrypting.restart()
    assert by_psycopg(verified)


def test_a_given_server_that_encrypts(
    encrypting: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_DSN", encrypting.superuser_dsn)
    with postgres.start(name="given", ssl=True) as db:
        assert by_psycopg(f"{db.dsn}?sslmode=require")
    with pytest.raises(PoolLabError, match=r"has ssl = on, and off is needed.*unset POOLLAB_DSN"):
        postgres.start(name="given", ssl=False)


def test_a_given_server_that_does_not(db: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_DSN", db.superuser_dsn)
    with pytest.raises(PoolLabError, match="has ssl = off, and on is needed"):
        postgres.start(name="given", ssl=True)


def test_a_build_without_tls_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    with pytest.raises(PoolLabError, match=r"not supported by this build.*start Docker") as error:
        postgres.start(name="refused", ssl=True)
    assert "\n" not in str(error.value)


@DRIVERS
def test_the_tap_passes_encryption_on(
    encrypting: Postgres, encrypted: Callable[[str], bool]
) -> None:
    with wire.record(f"{encrypting.dsn}?sslmode=require") as tap:
        assert encrypted(tap.dsn)
    assert [message.name for message in tap.messages] == ["SSLRequest", "S"]
    assert str(tap).endswith("encrypted from here on")


@DRIVERS
def test_the_tap_reads_what_may_be_unencrypted(
    encrypting: Postgres, encrypted: Callable[[str], bool]
) -> None:
    with wire.record(encrypting.dsn) as tap:
        assert not encrypted(tap.dsn)
    assert "DataRow" in [message.name for message in tap.messages]


@pytest.mark.skipif(pq.version() < 170000, reason="libpq 17 and later can do it")
def test_the_tap_knows_encryption_that_is_not_asked_for(encrypting: Postgres) -> None:
    with wire.record(f"{encrypting.dsn}?sslmode=require&sslnegotiation=direct") as tap:
        assert by_psycopg(tap.dsn)
    assert [message.name for message in tap.messages] == ["ClientHello"]
    assert str(tap).endswith("encrypted from here on")
