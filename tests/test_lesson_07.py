"""Lesson 07: what its cells show, and how it judges a learner's answers."""

import asyncio
import builtins
import gc
import symtable
from collections import Counter

import asyncpg  # type: ignore[import-untyped]
import pytest
from alerting import cells
from lessons import (
    Step,
    case_by_case,
    each_kind,
    executed,
    in_one_kernel,
    in_their_order,
    on_answers,
    pictures,
    printed,
    read,
    said,
    tried,
)
from sqlalchemy.exc import SAWarning

from poollab.postgres.instance import Postgres


@each_kind(7)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(7, kind)
    assert "pool of  64: " in printed(done, "C27")
    shown = said(done)
    knee = printed(done, "myth-2")
    assert ("Measured: 64 " in knee) == ("No knee in this run" in knee)
    leaks = printed(done, "C28")
    assert "Measured: 3 connections" in leaks
    assert leaks.count(" lost\n") + leaks.endswith(" lost") == 3
    assert leaks.count("came back") == 2
    assert "held: 5 connections; brief: 0 connections; news: 0 connections" in printed(done, "C39")
    assert "Five silent tabs open: 1 request waits. Tabs closed: 200" in printed(done, "C39")
    deadlock = printed(done, "C29")
    assert "3 tasks x 2, pool of 3: 0 done, 3 wait for ever" in deadlock
    assert "3 tasks x 2, pool of 4: 3 done, 0 wait for ever" in deadlock
    assert "L = " in printed(done, "C30")
    assert printed(done, "C30").count("Erlang C says") == 4
    assert 'pool_wait_seconds_bucket{le="+Inf"}' in shown["five-visits-scraped"]
    assert 'pool_oldest_seconds{path="/early"}' in shown["five-visits-scraped"]
    assert "pool_refused_total 1.0" in shown["five-visits-scraped"]
    assert "busy and well" in printed(done, "C31")
    tuning = printed(done, "C32")
    assert "so we take" in shown["tune-choose"]
    assert "503 after 0.25 s" in tuning
    assert "HTTP 503: " in shown["tune-after"]
    assert "3 pools, direct: 30 backends" in tuning
    assert ": 5 backends" in tuning or "There is no PgBouncer here" in tuning
    assert (
        "or not enough: a connection is lost in 5 of 6 ways; the first: /bill/99."
        in shown["turn-mend-check"]
    )
    assert "○ Not tried yet, or not enough: rings() returned None" in shown["turn-alert-check"]
    assert len(pictures(done)) == 7  # one of them stands in for a view


def test_going_back_to_a_cell_takes_no_name_from_another() -> None:
    cells = [cell for cell in read(7).cells if cell.cell_type == "code"]
    sources = [cell.source for cell in cells if cell["id"] != "rest"]  # it gives the same again
    tables = [symtable.symtable(source, "a cell", "exec") for source in sources]
    given = [{name.get_name() for name in each.get_symbols() if bound(name)} for each in tables]
    times = Counter(name for names in given for name in names)
    for table, own in zip(tables, given, strict=True):
        assert not {name for name in wanted(table) - own if times[name] > 1}


def test_the_second_sitting_needs_nothing_of_the_first() -> None:
    cells = [cell for cell in read(7).cells if cell.cell_type == "code"]
    rest = next(place for place, cell in enumerate(cells) if cell["id"] == "rest")
    tables = [symtable.symtable(cell.source, "a cell", "exec") for cell in cells[rest:]]
    there = {*dir(builtins), "display"}
    for table in tables:
        there |= {name.get_name() for name in table.get_symbols() if bound(name)}
    assert set().union(*map(wanted, tables)) <= there


def bound(name: symtable.Symbol) -> bool:
    return name.is_assigned() or name.is_imported()


def wanted(table: symtable.SymbolTable) -> set[str]:
    """Return the names of the notebook that a cell, or a function in it, asks for."""
    here = table.get_type() == "module"
    asked = {
        name.get_name()
        for name in table.get_symbols()
        if name.is_referenced() and (here or name.is_global())
    }
    return asked.union(*map(wanted, table.get_children()))


MEND = """
yours = APIRouter()

@yours.get("/bill/{table}")
async def bill(pool: Pool, table: int):
    async with pool.acquire() as connection:
        if table > 20:
            raise HTTPException(404)
        return await connection.fetchval("SELECT 10 * $1::int", table)

@yours.get("/wine")
async def wine(pool: Pool):
    try:
        async with asyncio.timeout(0.2), pool.acquire() as connection:
            await connection.fetchval("SELECT 1 FROM pg_sleep(60)")
    except TimeoutError:
        return "no wine tonight"
"""
HALF = """
yours = APIRouter()

@yours.get("/bill/{table}")
async def bill(connection: Lent, table: int):
    if table > 20:
        raise HTTPException(404)
    return await connection.fetchval("SELECT 10 * $1::int", table)

@yours.get("/wine")
async def wine(pool: Pool):
    connection = await pool.acquire()
    try:
        async with asyncio.timeout(0.2):
            await connection.fetchval("SELECT 1 FROM pg_sleep(60)")
    except TimeoutError:
        return "no wine tonight"
    await pool.release(connection)
"""
PATCHED = """
yours = APIRouter()

@yours.get("/bill/{table}")
async def bill(pool: Pool, table: int):
    if table > 20:
        raise HTTPException(404)
    connection = await pool.acquire()
    total = await connection.fetchval("SELECT 10 * $1::int", table)
    await pool.release(connection)
    return total

@yours.get("/wine")
async def wine(pool: Pool):
    connection = await pool.acquire()
    try:
        async with asyncio.timeout(0.2):
            await connection.fetchval("SELECT 1 FROM pg_sleep(60)")
            await pool.release(connection)
    except TimeoutError:
        await pool.release(connection)
        return "no wine tonight"
"""
CAUGHT = MEND.replace(
    """    async with pool.acquire() as connection:
        if table > 20:
            raise HTTPException(404)
        return await connection.fetchval("SELECT 10 * $1::int", table)
""",
    """    connection = await pool.acquire()
    try:
        if table > 20:
            raise HTTPException(404)
        total = await connection.fetchval("SELECT 10 * $1::int", table)
    except Exception:
        await pool.release(connection)
        raise
    await pool.release(connection)
    return total
""",
)
OTHER_ANSWERS = MEND.replace("raise HTTPException(404)", "return 0")
CLOSED = MEND.replace("no wine tonight", "no wine").replace("10 *", "no sql")


def alert(expression: str) -> str:
    return f"def rings(now):\n    return {expression}"


LOST = 'now["pool_in_use"] + now["pool_waiting"] > now["http_requests_in_progress"]'
OWN = {
    "leaks-run": "from poollab.lessons import lesson_07\nfrom poollab.server import serve",
    "tabs-full": "import httpx",
}
BEFORE: list[Step] = [
    (cell, OWN.get(cell))
    for cell in (
        "predict-raised", "start", "lend", "leaks-lost", "leaks-lost-too", "leaks-cancelled",
        "leaks-held", "restaurant", "leaks-run", "tabs-full", "labels", "metered-pool",
        "collector", "metered", "scrape", "busy-and-well", "five-visits-scraped",
    )
]  # fmt: skip
CASES = {
    "half": (
        HALF,
        'now["pool_idle"] == 0',
        ["yet: a connection is lost in 2 of 6 ways; the first: /wine.", "it rang"],
    ),
    "right": (MEND, LOST, ["Right: whatever", "Right: more are lent"]),
    "patched": (
        PATCHED,
        "None",
        [
            "yet: a connection is lost in 3 of 6 ways; the first: /bill/-9999999999.",
            "Each way through it must return",
        ],
    ),
    "caught": (
        CAUGHT,
        LOST,
        ["lost in 1 of 6 ways; the first: /bill/3, cancelled.", "Right: more are lent"],
    ),
    "nearly": (
        OTHER_ANSWERS,
        'now["pool_in_use"] > now["http_requests_in_progress"]',
        ["answer of /bill/99", "it was quiet though"],
    ),
    "odd": (CLOSED, 'now["nothing"]', ["answer of /bill/3", "KeyError"]),
}


def answers(mend: str, rings: str) -> list[Step]:
    return [*tried("turn-mend", mend), *tried("turn-alert", alert(rings))]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    cases = {case: answers(*given) for case, (*given, _) in CASES.items()}
    return case_by_case(7, BEFORE, cases, end="db.close()")


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-mend-check"]
    assert verdicts[1] in told[case]["turn-alert-check"]


@in_their_order
def test_your_turn_in_the_order_of_learners() -> None:
    rung = [alert(rings) for rings in ("None", 'now["pool_idle"] == 0', LOST, LOST)]
    taken = [*tried("turn-mend", None, HALF, MEND, MEND), *tried("turn-alert", *rung)]
    again: list[Step] = [
        ("turn-mend-check", None),
        ("turn-alert-check", None),
        ("end", "db.close()"),
    ]
    judged = in_one_kernel(7, [*BEFORE, *taken, *again])[len(BEFORE) :]
    verdicts = ["Not tried yet", "Not yet: a connection is lost in 2", "Right", "Right"]
    verdicts += ["Not tried yet", "Not yet: it rang", "Right", "Right", "Right", "Right"]
    said = [*judged[1:16:2], *judged[16:18]]
    assert [verdict in text for verdict, text in zip(verdicts, said, strict=True)] == [True] * 10


def test_other_figures_can_be_tried() -> None:
    deadlock = next(cell.source for cell in read(7).cells if cell["id"] == "deadlock")
    fewer = deadlock.replace("[(3, 2), (3, 3), (5, 2)]", "[(3, 1)]")
    own = {
        "deadlock": f"{fewer}\nprint(*lesson_07.said(tried))",
        "erlang": "try:\n    await arrivals(3, -1)\nexcept Exception as e:\n    print(e)",
        "end": "db.close()",
    }
    order = ["rest", "nested", "deadlock", "arrivals", "erlang", "end"]
    told = in_one_kernel(7, [(cell, own.get(cell)) for cell in order])
    assert "3 tasks x 1, pool of 1: 3 done, 0 wait for ever" in told[order.index("deadlock")]
    assert "The load must be above 0." in told[order.index("erlang")]


def test_a_connection_that_was_collected_ages_no_more(db: Postgres) -> None:
    made = cells("labels", "engine", db=db, asyncpg=asyncpg)
    registry = made["CollectorRegistry"]()

    def age() -> float | None:
        found: float | None = registry.get_sample_value("pool_oldest_seconds", {"path": "other"})
        return found

    async def lose() -> None:
        engine = made["measured_engine"](registry, size=1, overflow=0)
        connection = await engine.connect()
        assert age() is not None
        with pytest.warns(SAWarning, match="garbage collector"):
            del connection
            gc.collect()
        assert age() is None
        await engine.dispose()

    asyncio.run(lose())
