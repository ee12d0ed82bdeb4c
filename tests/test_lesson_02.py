"""Lesson 02: what its cells show, and how it judges a learner's answers."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import asyncpg  # type: ignore[import-untyped]
import pytest
from fastapi import BackgroundTasks, FastAPI
from lessons import (
    TWICE,
    Step,
    case_by_case,
    each_kind,
    embedded,
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

from poollab.kitchen import until
from poollab.lessons.lesson_02 import checks, receipts
from poollab.observer import Observer
from poollab.postgres.instance import Postgres


@each_kind(2)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(2, kind)
    assert "database libraries among them: none" in printed(done, "C6")
    assert "/menu: 40 requests, 0 connections opened" in printed(done, "C7")
    assert printed(done, "C7").count("40 requests, 40 connections opened") == 2
    storm = printed(done, "C8")
    assert "/menu, guests: 12; backends at most: 0\n" in storm
    assert "30 guests: 20 wait, each with a backend" in storm and "SQLSTATE 53300" in storm
    assert "60 guests: " in storm and "with HTTP 500" in storm
    assert "CLOSED → query → CLOSED → query → CLOSED → query  3\n" in printed(done, "C34")
    assert "query → CLOSED → query → CLOSED → query → CLOSED  0" in printed(done, "C34")
    tested = printed(done, "C35")
    assert "2 passed" in tested and "attached to a different loop" in tested
    assert pictures(done) == [
        "opens-shown",
        "slower-shown",
        "full-house-shown",
        "storm-shown",
        "exit-order",
    ]


@each_kind(2)
def test_the_picture_of_exits_is_drawn_by_running(kind: str) -> None:
    done = said(executed(2, kind))
    request, function = done["exit-order"].split(" CLOSED with function: ")
    assert request == (
        "CLOSED with request: JSON after the last byte, HTTPException after the endpoint, "
        "stream after the last byte, background task after the pause."
    )
    assert function.count("after the endpoint") == 4
    checked = " ".join(done["exit-order-check"].split())
    assert 'stream, "request" open: 1 backend works' in checked
    assert 'background task, "function" gone InterfaceError: connection is closed' in checked


@pytest.mark.thorough
def test_the_second_half_runs_in_a_fresh_kernel() -> None:
    cells = [cell["id"] for cell in read(2).cells if cell.cell_type == "code"]
    half: list[Step] = [(cell, None) for cell in cells[cells.index("rest") :]]
    told = in_one_kernel(2, half)
    assert (
        "the server still has 1 backend"
        in told[[cell for cell, _ in half].index("turn-bill-check")]
    )


def test_a_commit_at_the_default_exit_fails_after_the_answer() -> None:
    done = said(executed(2, "embedded"))["commit-at-exit"]
    assert "request: two guests take seat 7, told [200, 200]; stored: 1" in done
    assert "function: two guests take seat 7, told [200, 500]; stored: 1" in done


@embedded
def test_untouched_tasks_are_told_kindly(kind: str) -> None:
    done = said(executed(2, kind))
    for again in ("", "-again") if kind == TWICE else ("",):
        assert "open after lobster, burnt." in done["turn-close-check" + again]
        assert "the server still has 1 backend" in done["turn-bill-check" + again]
        assert "Not tried yet" in done["turn-count-check" + again]


def test_a_slow_bill_is_waited_for(
    db: Postgres, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def hurried(condition: Callable[[], object], within: float = 15) -> Awaitable[None]:
        return until(condition, within / 20)

    monkeypatch.setattr(receipts, "until", hurried)
    monkeypatch.setattr(checks, "until", hurried)
    bills, printing = FastAPI(), list[int]()

    @bills.get("/bill")
    async def bill(tasks: BackgroundTasks) -> int:
        async with asyncpg.create_pool(db.dsn, min_size=0) as pool:
            total: int = await pool.fetchval("SELECT 40 + 2 FROM pg_sleep(1)")
        tasks.add_task(printing.append, total)
        return total

    counter = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()"
    observer = Observer(db.dsn)
    asyncio.run(receipts.check_bill(bills, printing, threading.Event(), observer, counter))
    assert "✓ Right: the guest has the bill" in capsys.readouterr().out
    observer.close()


OPEN = "    connection = await asyncpg.connect(db.dsn)\n"
FINALLY = f"""
async def table_service():
{OPEN}
    try:
        yield connection
    finally:
        await connection.close()
"""
SWALLOWED = f"""
async def table_service():
{OPEN}
    try:
        yield connection
    except Exception:
        pass
    await connection.close()
"""
RETURNED = f"""
async def table_service():
{OPEN}
    return connection
"""
BROKEN = """
async def table_service():
    async with asyncpg.connect(db.dsn) as connection:
        yield connection
"""
NO_FUNCTION = "table_service = 5"

BILL = """
bills, printing = FastAPI(), []

async def print_receipt(total):
    printing.append(total)
    while not gate.is_set():
        await asyncio.sleep(0.01)
"""
FUNCTION = (
    BILL
    + """
@bills.get("/bill")
async def bill(
    connection: Annotated[asyncpg.Connection, Depends(get_connection, scope="function")],
    tasks: BackgroundTasks,
):
    total = await connection.fetchval("SELECT 40 + 2")
    tasks.add_task(print_receipt, total)
    return total
"""
)
EXPLICIT = (
    BILL
    + """
@bills.get("/bill")
async def bill(tasks: BackgroundTasks):
    connection = await asyncpg.connect(db.dsn)
    try:
        total = await connection.fetchval("SELECT 40 + 2")
    finally:
        await connection.close()
    tasks.add_task(print_receipt, total)
    return total
"""
)
WAITED_FOR = EXPLICIT.replace("tasks.add_task(print_receipt, total)", "await print_receipt(total)")
NO_RECEIPT = EXPLICIT.replace("tasks.add_task(print_receipt, total)", "pass")
LEAK = (
    BILL
    + """
@bills.get("/bill")
async def bill(tasks: BackgroundTasks):
    connection = await asyncpg.connect(db.dsn)
    total = await connection.fetchval("SELECT 40 + 2")
    tasks.add_task(print_receipt, total)
    return total
"""
)
NO_QUERY = (
    BILL
    + """
@bills.get("/bill")
async def bill(tasks: BackgroundTasks):
    tasks.add_task(print_receipt, 42)
    return 42
"""
)
COUNT = next(cell.source for cell in read(2).cells if cell["id"] == "turn-count")
BEFORE: list[Step] = [
    ("full-house", "import asyncio"),
    *[
        (cell, None)
        for cell in (
            "predict-who", "start", "app-asyncpg", "app-sqlalchemy", "serve", "sessions",
            "diary", "ways",
        )
    ],
]  # fmt: skip
CASES = {
    "swallowed": (
        SWALLOWED,
        WAITED_FOR,
        "40, 40, 40",
        [
            "lobster 404",
            "the guest has no answer",
            "40 is not what the server counted (see hint 2)",
        ],
    ),
    "right": (
        FINALLY,
        FUNCTION,
        "20, 40, 20",
        ["Right: the exception", "Right: the guest", "Right: one call"],
    ),
    "returned": (
        RETURNED,
        NO_RECEIPT,
        "'a lot', 40, 20",
        ["open after soup, lobster, burnt.", "no receipt", "/same: 'a lot' is not"],
    ),
    "explicit": (
        FINALLY.replace("finally:", "except HTTPException:\n        raise\n    else:"),
        EXPLICIT,
        "0, None, -1",
        ["open after lobster, burnt.", "Right: the guest", "Not tried yet"],
    ),
    "no-function": (
        NO_FUNCTION,
        NO_QUERY,
        "20, 40, 40",
        [
            "could not be served",
            "ask the database",
            "40 is not what the server counted (see hint 3)",
        ],
    ),
    "broken": (
        BROKEN,
        LEAK,
        "20, 40, 20",
        ["soup failed: TypeError", "the server still has 1 backend", "Right: one call"],
    ),
}


def answers(close: str, bill: str, counts: str) -> list[Step]:
    return [
        *tried("turn-close", close),
        *tried("turn-bill", bill),
        *tried("turn-count", COUNT.replace("None, None, None", counts)),
    ]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return case_by_case(2, BEFORE, {case: answers(*given) for case, (*given, _) in CASES.items()})


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-close-check"]
    assert verdicts[1] in told[case]["turn-bill-check"]
    assert verdicts[2] in told[case]["turn-count-check"]


@in_their_order
def test_your_turn_as_it_is_taken() -> None:
    few, right = (COUNT.replace("None, None, None", three) for three in ("1, 2, 3", "20, 40, 20"))
    steps = [
        *BEFORE,
        *tried("turn-close", None, SWALLOWED, FINALLY, FINALLY),
        *tried("turn-bill", None, WAITED_FOR, FUNCTION, FUNCTION),
        *tried("turn-count", None, few, right, right),
    ]
    told = in_one_kernel(2, steps)
    verdicts = [
        said for (cell, _), said in zip(steps, told, strict=True) if cell.endswith("-check")
    ]
    ways = ["Not yet: open after", "Not yet: soup", "Right", "Right"]
    ways += ["Not yet: while", "Not yet: the guest", "Right", "Right"]
    ways += ["Not tried", "is not what the server counted", "Right", "Right"]
    assert all(way in said for way, said in zip(ways, verdicts, strict=True)), verdicts
