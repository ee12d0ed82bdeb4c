"""The two set-ups of lesson 04, as somebody would copy them into a file: each failure provoked."""

import asyncio
import importlib.util
import re
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import psutil
import pytest
from conftest import started
from lessons import read
from waiting import until as seen

from poollab.kitchen import Kitchen
from poollab.postgres.instance import Postgres
from poollab.server import serve

pytestmark = pytest.mark.anyio

CELLS = [
    "settings", "unavailable", "come-back", "lifespan", "dependency", "endpoints", "create-app",
    "sqlalchemy-connect", "sqlalchemy-answer", "sqlalchemy-lifespan", "sqlalchemy-session",
    "sqlalchemy-app",
]  # fmt: skip
"""What stands under "Two set-ups to copy"; nothing else of the lesson is needed."""
SETUPS = {"asyncpg": "create_app", "SQLAlchemy": "create_sqlalchemy_app"}
each_setup = pytest.mark.parametrize("setup", SETUPS)


@pytest.fixture(scope="module")
def own() -> Iterator[Postgres]:
    """A server of our own, which may be stopped, with ten connections."""
    yield from started("embedded", connections=10, name="setups")


@pytest.fixture
def copied(tmp_path: Path) -> ModuleType:
    """The cells as a module of their own, in which closing has half a second, not five."""
    cells = {cell["id"]: cell.source for cell in read(4).cells}
    source = "\n\n".join(cells[name] for name in CELLS)
    closing = re.compile(r"(wait_for\(.*\(\)), 5\)")
    assert len(closing.findall(source)) == len(SETUPS)
    path = tmp_path / "copied.py"
    path.write_text(closing.sub(r"\1, 0.5)", source))
    spec = importlib.util.spec_from_file_location("copied", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch, own: Postgres) -> Any:
    """Set variables of the environment: at first a pool of one, and little patience."""

    def to(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))

    to(DATABASE_URL=own.dsn, POOL_SIZE=1, POOL_TIMEOUT=0.3, APP_NAME="setup")
    return to


def made(copied: ModuleType, setup: str) -> Any:
    """Make a set-up's app; three of its endpoints are the test's own."""
    app = getattr(copied, SETUPS[setup])()
    annotation = copied.Connection if setup == "asyncpg" else copied.Session

    async def run(lent: Any, sql: str) -> Any:
        query = lent.fetchval if setup == "asyncpg" else lent.scalar
        return await query(sql if setup == "asyncpg" else copied.text(sql))

    async def query(lent: Any, sql: str) -> str:
        return str(await run(lent, sql))

    async def own_timeout(lent: Any) -> None:
        await run(lent, "SELECT 1")
        raise TimeoutError("of something else")

    async def own_file(lent: Any) -> None:
        await run(lent, "SELECT 1")
        Path("/no/such/menu").read_text()

    async def leak(request: Any) -> None:
        state = request.app.state
        if setup == "asyncpg":
            state.leaked = await state.pool.acquire()
        else:
            state.leaked = state.sessions()
            await state.leaked.connection()

    own: list[Callable[..., Any]] = [query, own_timeout, own_file, leak]
    for function in own:
        types = {"lent": annotation, "request": copied.Request}
        function.__annotations__ |= {
            name: types[name] for name in types.keys() & function.__annotations__.keys()
        }
        app.get(f"/{function.__name__}")(function)
    return app


@asynccontextmanager
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Ask an app, with more patience than any of its limits; uvicorn hangs up after a 500."""
    once = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, timeout=15, limits=once) as asking:
        yield asking


@asynccontextmanager
async def asked(copied: ModuleType, setup: str) -> AsyncIterator[httpx.AsyncClient]:
    """Serve a set-up's app, to be asked."""
    with serve(made(copied, setup)) as place:
        async with client(place.url) as asking:
            yield asking


def turned_away(answer: httpx.Response) -> bool:
    """Whether this is a 503 that says when to come again."""
    later = answer.headers.get("retry-after")
    return answer.status_code == 503 and later in {"1", "2", "3"}


async def settled(asking: httpx.AsyncClient, status: int) -> httpx.Response:
    """Ask ``/ready`` until it answers so."""
    async with asyncio.timeout(15):
        while (answer := await asking.get("/ready")).status_code != status:
            await asyncio.sleep(0.05)
    return answer


async def unavailable(asking: httpx.AsyncClient) -> None:
    """See that guests and readiness are turned away, and that the app is alive."""
    assert turned_away(await settled(asking, 503))
    assert turned_away(await asking.get("/meal"))
    assert (await asking.get("/health")).status_code == 200


def sessions(db: Postgres) -> list[int]:
    """Return the pids of the set-up's sessions."""
    found = db.query("SELECT pid FROM pg_stat_activity WHERE application_name = 'setup'")
    return [pid for (pid,) in found]


@each_setup
async def test_a_pool_that_is_empty(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    async with asked(copied, setup) as asking:
        async with Kitchen(own.dsn) as kitchen:
            at_table = asyncio.create_task(asking.get("/meal"))
            await kitchen.guests(1)
            await unavailable(asking)
        assert (await at_table).status_code == 200
        assert (await asking.get("/meal")).status_code == 200


@each_setup
async def test_a_server_that_takes_no_more(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    with serve(made(copied, setup)) as place, refusing(own):
        async with client(place.url) as asking:
            await unavailable(asking)


@contextmanager
def refusing(db: Postgres, above: int = 0) -> Iterator[None]:
    """Let the server take no more of the role's connections than so many; end the set-up's."""
    limit = f'ALTER ROLE "{db.role_name}" CONNECTION LIMIT'
    db.query(f"{limit} {above}")
    try:
        for pid in sessions(db):
            db.kill(pid)
        yield
    finally:
        db.query(f"{limit} -1")


@each_setup
async def test_a_server_that_is_down_and_comes_back(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    async with asked(copied, setup) as asking:
        await settled(asking, 200)
        own.stop()
        try:
            await unavailable(asking)
        finally:
            own.start()
        await settled(asking, 200)


@each_setup
async def test_a_server_that_shuts_down(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    async with asked(copied, setup) as asking:
        await settled(asking, 200)
        async with shutting_down(own):
            await unavailable(asking)
        await settled(asking, 200)


@asynccontextmanager
async def shutting_down(db: Postgres) -> AsyncIterator[None]:
    """Keep a server in its smart shutdown: it refuses newcomers with 57P03, "shutting down"."""
    held = await asyncpg.connect(db.superuser_dsn)
    server = psutil.Process(held.get_server_pid()).parent()
    assert server is not None
    server.terminate()
    try:
        await refused(db.dsn, asyncpg.CannotConnectNowError)
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"
        await held.fetch(end, "setup")
        yield
    finally:
        await held.close()  # that was the last session: now it stops
        server.wait(15)
        db.start()


async def refused(dsn: str, how: type[Exception]) -> None:
    """Connect until the server refuses it in this way."""
    async with asyncio.timeout(15):
        while True:
            try:
                await (await asyncpg.connect(dsn)).close()
            except how:
                return


@each_setup
async def test_a_query_beyond_its_bound(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    setting(QUERY_TIMEOUT=0.2)
    async with asked(copied, setup) as asking:
        bound = await asking.get("/query", params={"sql": "SHOW statement_timeout"})
        assert bound.json() == "200ms"  # and not only the driver's
        slow = await asking.get("/query", params={"sql": "SELECT pg_sleep(60)"})
        assert slow.status_code == 500
        assert (await asking.get("/meal")).status_code == 200
    assert not own.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)'")


@each_setup
async def test_a_server_that_says_nothing_more(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    setting(QUERY_TIMEOUT=0.2)
    app = made(copied, setup)
    with serve(app) as place:
        async with client(place.url) as asking:
            await settled(asking, 200)
            seen(lambda: lies_idle(app, setup), "the connection has come back")
            (backend,) = map(psutil.Process, sessions(own))
            backend.suspend()
            try:
                answer = await asking.get("/meal")
            finally:
                backend.resume()
            # Only SQLAlchemy's pool asks before it lends; asyncpg's sends the guest's own query.
            assert turned_away(answer) if setup == "SQLAlchemy" else answer.status_code == 500
            await settled(asking, 200)


def lies_idle(app: Any, setup: str) -> bool:
    """Whether the pool's one connection is in the pool."""
    if setup == "asyncpg":
        return bool(app.state.pool.get_idle_size() == 1)
    return bool(app.state.sessions.kw["bind"].pool.checkedin() == 1)


@each_setup
@pytest.mark.parametrize(
    "path", ["/query?sql=SELECT 1/0", "/query?sql=nonsense", "/own_timeout", "/own_file"]
)
async def test_errors_of_your_own_stay_errors(
    copied: ModuleType, setting: Any, setup: str, path: str
) -> None:
    async with asked(copied, setup) as asking:
        assert (await asking.get(path)).status_code == 500
        assert (await asking.get("/meal")).status_code == 200  # the connection came back


@each_setup
async def test_a_leaked_connection_at_the_end(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    async with asked(copied, setup) as asking:
        assert (await asking.get("/leak")).status_code == 200
        assert turned_away(await asking.get("/meal"))
    # Here it would have said that the app did not stop within ten seconds.
    if setup == "asyncpg":
        seen(lambda: not sessions(own), "the leaked connection is closed")
    for pid in sessions(own):  # with SQLAlchemy it ends with the process
        own.kill(pid)


@each_setup
async def test_a_server_that_says_nothing_more_at_the_end(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    setting(QUERY_TIMEOUT=60)  # and so the driver would wait for a minute
    backend = None
    try:
        with serve(made(copied, setup)) as place:
            async with client(place.url) as asking:
                await settled(asking, 200)
            backend = psutil.Process(min(sessions(own)))
            backend.suspend()
        # Here it would have said that the app did not stop within ten seconds.
    finally:
        if backend:
            backend.resume()
    seen(lambda: not sessions(own), "the app closes its connections")


@each_setup
async def test_a_size_alone_is_enough(
    copied: ModuleType, setting: Any, own: Postgres, setup: str
) -> None:
    setting(POOL_SIZE=3)
    with serve(made(copied, setup)) as place:
        assert len(sessions(own)) == {"asyncpg": 3, "SQLAlchemy": 0}[setup]
        async with client(place.url) as asking, Kitchen(own.dsn) as kitchen:
            four = [asyncio.create_task(asking.get("/meal")) for _ in range(4)]
            await kitchen.guests(3)
            first, _ = await asyncio.wait(four, return_when=asyncio.FIRST_COMPLETED)
            assert [turned_away(answer.result()) for answer in first] == [True]
            await kitchen.serve()
            await asyncio.wait(four)
    seen(lambda: not sessions(own), "the app closes its connections")


@pytest.mark.says("04/deploy-why")
async def test_a_lazy_pool_is_ready_without_its_connections(
    copied: ModuleType, setting: Any, own: Postgres
) -> None:
    """A lazy pool starts, and one free connection is enough for /ready; guests are refused."""
    setting(POOL_SIZE=2)
    async with Kitchen(own.dsn) as kitchen:
        with refusing(own, above=2):  # the kitchen's, and one
            with pytest.raises(asyncpg.TooManyConnectionsError), serve(copied.create_app()):
                pass
            seen(lambda: not sessions(own), "what the eager pool had opened is closed")
            app = copied.create_sqlalchemy_app()
            with serve(app) as place:
                async with client(place.url) as asking:
                    assert (await asking.get("/ready")).status_code == 200
                    seen(lambda: lies_idle(app, "SQLAlchemy"), "the connection has come back")
                    at_table = asyncio.create_task(asking.get("/meal"))
                    await kitchen.guests(1)
                    assert turned_away(await asking.get("/meal"))
                    await kitchen.serve()
                    assert (await at_table).status_code == 200


ERROR = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"


@pytest.mark.parametrize(
    "says", [b"E" + struct.pack("!i", len(ERROR) + 4) + ERROR, b""], ids=["starting", "hangs-up"]
)
async def test_a_server_that_is_not_there_yet(
    copied: ModuleType, setting: Any, says: bytes
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(says)
        writer.close()

    starting = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = starting.sockets[0].getsockname()[1]
    setting(DATABASE_URL=f"postgresql://u:p@127.0.0.1:{port}/d?sslmode=disable")
    async with starting:
        with serving_lazily(copied) as url:
            async with client(url) as asking:
                await unavailable(asking)


@contextmanager
def serving_lazily(copied: ModuleType) -> Iterator[str]:
    """Serve the set-up that starts without a server; stopping it blocks nobody else here."""
    with serve(copied.create_sqlalchemy_app()) as place:
        yield place.url


async def test_a_wrong_password_is_no_busy_server(
    copied: ModuleType, setting: Any, own: Postgres
) -> None:
    setting(DATABASE_URL=own.dsn.replace("://", "://nobody-"))
    with serving_lazily(copied) as url:
        async with client(url) as asking:
            assert (await asking.get("/ready")).status_code == 500
