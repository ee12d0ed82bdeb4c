"""Lesson 05: what its cells show, and how it judges a learner's answers."""

import re

import pytest
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


@each_kind(5)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(5, kind)
    heart = printed(done, "C17")
    assert "sync engine: 0 beats" in heart
    assert "/sync-engine: /health was answered only later" in heart
    flight = printed(done, "C18")
    assert "6 queries on 6 backends, from 1 thread" in flight
    assert "InterfaceError" in flight and flight.count("/isce") == 2
    assert "current transaction is aborted" in flight
    stall = printed(done, "C19")
    assert "All 40 threads wait for a connection." in stall
    assert "QueuePool limit of size 5 overflow 10 reached" in stall
    assert stall.count("60 answered 200, 0 answered 500") == 2
    cancelled = printed(done, "C20")
    assert re.search(r"cancelled in mid-query +kept +ended +no", cancelled)
    assert "queried all the same, connection given back" in cancelled
    assert "cancelled in mid-query, connection given back" in cancelled
    assert "second loop: " in printed(done, "C21")
    behind = printed(done, "C37")
    assert "with the lent session: 3" in behind and "with its own: 0" in behind
    assert "to /lent a fourth is answered 500" in behind
    assert "to /own a fourth is answered 200" in behind
    assert re.search(r"async, pooled: [\d,]+ requests opened [1-5] conn", printed(done, "myth-4"))
    assert "○ Not tried yet, or not enough: the report waits" in said(done)["turn-report-check"]
    assert "○ Not tried yet, or not enough: the task is" in said(done)["turn-cancel-check"]
    assert len(pictures(done)) == 9  # three of them stand in for a view


REPORT = """
office = FastAPI(lifespan=lifespan)
office.add_api_route("/health", health)

@office.get("/report")
"""
SYNC_QUERY = """
    with sync_engine.connect() as connection:
        return connection.scalar(text(MEAL))
"""
PLAIN = f"{REPORT}def report():{SYNC_QUERY}"
ASYNC_ENGINE = f"""
{REPORT}async def report():
    async with async_engine.connect() as connection:
        return await connection.scalar(text(MEAL))
"""
NO_QUERY = f"{REPORT}def report():\n    return 1"
NOT_AWAITED = f"""
{REPORT}async def report():
    async with async_engine.connect() as connection:
        return connection.scalar(text(MEAL))
"""
FORGOTTEN = f"""
def query():{SYNC_QUERY}
{REPORT}async def report():
    asyncio.get_running_loop().run_in_executor(None, query)
"""
NO_HEALTH = PLAIN.replace('office.add_api_route("/health", health)', "")

WITH = """
async def handle(pool, query):
    async with pool.acquire() as connection:
        return await connection.fetchval(query)
"""
SWALLOWED = """
async def handle(pool, query):
    async with pool.acquire() as connection:
        try:
            return await connection.fetchval(query)
        except asyncio.CancelledError:
            return None
"""
CLOSED = """
async def handle(pool, query):
    connection = await pool.acquire()
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
        await pool.release(connection)
"""
UNBOUND = """
async def handle(pool, query):
    connection = await pool.acquire()
    try:
        answer = await connection.fetchval(query)
    finally:
        await pool.release(connection)
        return answer
"""
BROKEN = """
async def handle(pool, query):
    async with pool.acquire() as connection:
        return await connection.fetchvalue(query)
"""
ONLY_WHEN_CANCELLED = """
async def handle(pool, query):
    connection = await pool.acquire()
    try:
        return await connection.fetchval(query)
    except asyncio.CancelledError:
        await pool.release(connection)
        raise
"""


BEFORE: list[Step] = [
    (cell, None) for cell in ("predict-async", "start", "kitchen", "heart", "endpoints", "rest")
]
CASES = {
    "closed": (NO_HEALTH, CLOSED, ["/health answers 404", "closed is not given back"]),
    "right": (PLAIN, WITH, ["✓ Right: the report", "✓ Right: three ways out"]),
    "no-query": (NO_QUERY, ONLY_WHEN_CANCELLED, ["before its query did", "after an error"]),
    "swallowed": (ASYNC_ENGINE, SWALLOWED, ["Right: the report", "was swallowed"]),
    "not-awaited": (NOT_AWAITED, UNBOUND, ["/report 500. ", "ended with UnboundLocalError"]),
    "forgotten": (FORGOTTEN, BROKEN, ["✗ Not yet: ", "AttributeError: "]),
}


def answers(report: str, handle: str) -> list[Step]:
    return [
        *tried("turn-report", report),
        *tried("turn-cancel", handle),
    ]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return case_by_case(5, BEFORE, {case: answers(*given) for case, (*given, _) in CASES.items()})


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-report-check"]
    assert verdicts[1] in told[case]["turn-cancel-check"]


@in_their_order
def test_your_turn_as_it_is_taken() -> None:
    """In one kernel: a check before trying, a wrong answer, a right one, that again, all again."""
    steps = [*BEFORE]
    steps += tried("turn-report", None, NO_QUERY, PLAIN, PLAIN, ASYNC_ENGINE)
    steps += tried("turn-cancel", None, CLOSED, WITH, WITH)
    steps += [("turn-report-check", None), ("turn-cancel-check", None)]
    steps += [("heartbeat", None), ("in-flight", None), ("end", None)]
    done = list(zip(steps, in_one_kernel(5, steps), strict=True))
    verdicts = [what.splitlines()[-1][0] for (cell, _), what in done if cell.endswith("-check")]
    assert verdicts == [*"○✗✓✓✓", *"○✗✓✓", *"✓✓"]


@pytest.mark.thorough
def test_a_fresh_kernel_goes_on_after_the_rest() -> None:
    """Without the first half: each cell from there to the end."""
    cells = [cell for cell in read(5).cells if cell.cell_type == "code"]
    later = [cell["id"] for cell in cells][[cell["id"] for cell in cells].index("rest") :]
    done = dict(zip(later, in_one_kernel(5, [(cell, None) for cell in later]), strict=True))
    assert "PostgreSQL" in done["rest"]
    assert "queried all the same" in done["leaving"]
