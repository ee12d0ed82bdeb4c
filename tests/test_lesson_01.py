"""Lesson 01: what its cells show, and how it judges a learner's answers."""

import re

import pytest
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
from nbclient.exceptions import CellExecutionError
from test_tls import one_that_encrypts


@each_kind(1)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(1, kind)
    assert "5 connections, 5 server processes" in printed(done, "C1")
    assert "its next query: connection is closed" in printed(done, "C1")
    assert ("] the same as in" in printed(done, "C1")) or kind == "container"
    for message in ("SSLRequest", "AuthenticationSASLContinue", "ReadyForQuery", "Terminate"):
        assert message in printed(done, "C2")
    for stage in ("TCP handshake", "a process gets ready", "the password", "database and"):
        assert stage in said(done)["shares"]
    assert "ms to make it (fork)" in printed(done, "C2")
    assert printed(done, "C3").count("connect + query + close") == 2
    assert printed(done, "C4").count("53300") == 3
    assert "17 opened" in printed(done, "C4")
    assert "the next one gets in: hello" in printed(done, "C4")
    assert "The pool opens 10 connections" in printed(done, "C5")
    assert "opening 5, first query 2, later query 1." in printed(done, "C33")
    assert pictures(done) == [
        "conversation",
        "shares",
        *["far-shown"] * 2,
        "ratio-prediction",
        "most-prediction",
        *["break-even"] * 2,
    ]


def test_the_list_of_messages_has_a_row_for_each() -> None:
    (cell,) = [cell for cell in executed(1, "embedded").cells if cell["id"] == "messages"]
    page, text = (cell.outputs[0].data[kind] for kind in ("text/html", "text/plain"))
    assert page.count("<tr>") == len(text.splitlines()) + 1
    assert page.count("<td ") == 5 * len(text.splitlines())
    for told in ("StartupMessage", "driver → server", "8 bytes", "no encryption"):
        assert f">{told}</td>" in page


@pytest.mark.thorough
def test_the_second_half_runs_in_a_fresh_kernel() -> None:
    cells = [cell["id"] for cell in read(1).cells if cell.cell_type == "code"]
    half: list[Step] = [(cell, None) for cell in cells[cells.index("rest") :]]
    told = in_one_kernel(1, half)
    assert told[[cell for cell, _ in half].index("turn-count-check")].startswith("○ Not tried yet")


FAR = ("predict-processes", "start", "conversation", "guess-far", "far", "far-runs")


def shown_of_tls(tls: str | None = None) -> str:
    """Return what is printed of the distances before a server that encrypts."""
    steps: list[Step] = [*[(cell, None) for cell in FAR], ("tls", tls), ("far-shown", None)]
    with one_that_encrypts():
        return in_one_kernel(1, [*steps, ("end", None)], "container")[-2]


@pytest.mark.docker
def test_tls_adds_to_the_opening_and_nothing_to_a_query() -> None:
    told = shown_of_tls()
    assert re.search(r"With TLS, round trips more: opening [12], later query 0\n", told)
    assert "Opening next door:" in told


@pytest.mark.docker
def test_that_tls_costs_nothing_is_noticed() -> None:
    (tls,) = [cell.source for cell in read(1).cells if cell["id"] == "tls"]
    with pytest.raises(CellExecutionError, match="AssertionError"):
        shown_of_tls(tls.replace("sslmode=require", "sslmode=disable"))


RIGHT = """
async def ask(dsn, sql):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()
"""
ONLY_WHEN_WELL = """
async def ask(dsn, sql):
    connection = await asyncpg.connect(dsn)
    answer = await connection.fetchval(sql)
    await connection.close()
    return answer
"""
NEVER_CLOSED = """
async def ask(dsn, sql):
    return await (await asyncpg.connect(dsn)).fetchval(sql)
"""
ELSEWHERE = """
async def ask(dsn, sql):
    connection = await asyncpg.connect(db.dsn)
    return await connection.fetchval(sql)
"""
NOTHING_RETURNED = """
async def ask(dsn, sql):
    connection = await asyncpg.connect(dsn)
    try:
        await connection.fetchval(sql)
    finally:
        await connection.close()
"""
SILENT = """
async def ask(dsn, sql):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    except asyncpg.PostgresError:
        pass
    finally:
        await connection.close()
"""
NOT_ASYNC = "def ask(dsn, sql):\n    return 42"


BEFORE: list[Step] = [(cell, None) for cell in ("predict-processes", "start", "timed")]
CASES = {
    "only-when-well": (ONLY_WHEN_WELL, "3", ["after a failed query", "who is asking"]),
    "never-closed": (NEVER_CLOSED, "6", ["after a good query", "6 is not what"]),
    "elsewhere": (ELSEWHERE, "'4'", ["Yours came in as: lab", "without quotes"]),
    "right": (RIGHT, "4", ["Right: nothing is left", "Right: three are"]),
    "nothing-returned": (NOTHING_RETURNED, "5", ["returns nothing", "5 is not what"]),
    "silent": (SILENT, "'four'", ["must raise", "without quotes"]),
    "not-async": (NOT_ASYNC, "None", ["should return 42", "Not tried yet"]),
}


def answers(ask: str, count: str) -> list[Step]:
    return [*tried("turn-ask", ask), *tried("turn-count", f"backends = {count}")]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return case_by_case(1, BEFORE, {case: answers(*given) for case, (*given, _) in CASES.items()})


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-ask-check"]
    assert verdicts[1] in told[case]["turn-count-check"]


@embedded
def test_your_turn_untouched_is_not_tried_yet(kind: str) -> None:
    prints = said(executed(1, kind))
    for check in ("turn-ask-check", "turn-count-check"):
        for again in ("", "-again") if kind == TWICE else ("",):
            assert prints[check + again].startswith("○ Not tried yet")


@in_their_order
def test_your_turn_as_it_is_taken() -> None:
    taken = [
        *tried("turn-ask", None, NEVER_CLOSED, RIGHT, RIGHT),
        *tried("turn-count", None, *[f"backends = {number}" for number in (3, 4, 4)]),
    ]
    steps = [*BEFORE, *taken]
    verdicts = [
        (cell, said.partition("\n")[0])
        for (cell, _), said in zip(steps, in_one_kernel(1, steps), strict=True)
        if cell in ("turn-ask-check", "turn-count-check")
    ]
    ways = ["Not tried", "Not yet", "Right", "Right", "Not tried", "Nearly", "Right", "Right"]
    assert all(way in said for (_, said), way in zip(verdicts, ways, strict=True)), verdicts
