"""Lesson 01: what its cells show, and how it judges a learner's answers."""

import pytest
from lessons import (
    Step,
    case_by_case,
    each_kind,
    executed,
    in_one_kernel,
    in_their_order,
    pictures,
    printed,
    said,
    tried,
)


@each_kind(1)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(1, kind)
    assert "5 connections, 5 server processes" in printed(done, "C1")
    assert "its connection is closed, says the driver: True" in printed(done, "C1")
    assert "its next query: connection is closed" in printed(done, "C1")
    assert ("The same." in printed(done, "C1")) or kind == "container"
    for message in ("SSLRequest", "AuthenticationSASLContinue", "ReadyForQuery", "Terminate"):
        assert message in printed(done, "C2")
    for stage in ("TCP handshake", "a process gets ready", "the password", "database and"):
        assert stage in printed(done, "C2").partition("shares of the opening: ")[2]
    assert "of them to make it (fork)" in printed(done, "C2")
    assert printed(done, "C3").count("times as long as the query") == 2
    assert printed(done, "C4").count("SQLSTATE 53300") == 2
    assert "17 opened" in printed(done, "C4")
    assert "the next one gets in: hello" in printed(done, "C4")
    assert "For one query the pool opens 10 connections" in printed(done, "C5")
    assert "It is faster from about" in printed(done, "C5")
    assert len(pictures(done)) == 6


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


BEFORE: list[Step] = [
    (cell, None) for cell in ("predict-processes", "start", "opened", "ask", "until-left", "timed")
]
CASES = {
    "only-when-well": (
        ONLY_WHEN_WELL,
        "3",
        "4, 200",
        ["after a failed query", "who is asking", "Nearly: the TCP"],
    ),
    "never-closed": (
        NEVER_CLOSED,
        "6",
        "5, 'many'",
        ["after a good query", "6 is not what", "not many"],
    ),
    "elsewhere": (
        ELSEWHERE,
        "'4'",
        "6, 300",
        ["Yours came in as: lab", "without quotes", "6 is too many"],
    ),
    "right": (
        RIGHT,
        "4",
        "5, 250",
        ["Right: nothing is left", "Right: three are", "Right. Measured"],
    ),
    "nothing-returned": (
        NOTHING_RETURNED,
        "5",
        "2, 100",
        ["returns nothing", "5 is not what", "journeys: 2 is"],
    ),
    "silent": (
        SILENT,
        "'four'",
        "'five', 250",
        ["must raise", "without quotes", "journeys: five is not"],
    ),
    "not-async": (
        NOT_ASYNC,
        "None",
        "None, None",
        ["should return 42", "Not tried yet", "Not tried yet"],
    ),
}


def answers(ask: str, count: str, far: str) -> list[Step]:
    return [
        *tried("turn-ask", ask, looks=("check", "verdict")),
        *tried("turn-count", f"backends = {count}"),
        *tried("turn-far", f"journeys, milliseconds = {far}"),
    ]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return case_by_case(1, BEFORE, {case: answers(*given) for case, (*given, _) in CASES.items()})


@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-ask-verdict"]
    assert verdicts[1] in told[case]["turn-count-check"]
    assert verdicts[2] in told[case]["turn-far-check"]


def test_the_journeys_alone_take_a_quarter_of_a_second(told: dict[str, dict[str, str]]) -> None:
    measured = told["right"]["turn-far-check"].split("Measured: ")[1]
    assert int(measured.split(" ms")[0]) >= 250


def test_your_turn_untouched_is_not_tried_yet() -> None:
    prints = said(executed(1, "embedded"))
    for check in ("turn-ask-verdict", "turn-count-check", "turn-far-check"):
        assert prints[check].startswith("○ Not tried yet")
        assert prints[check + "-again"].startswith("○ Not tried yet")


@in_their_order
def test_your_turn_as_it_is_taken() -> None:
    taken = [
        *tried("turn-ask", None, NEVER_CLOSED, RIGHT, RIGHT, looks=("check", "verdict")),
        *tried("turn-count", None, *[f"backends = {number}" for number in (3, 4, 4)]),
        *tried(
            "turn-far",
            None,
            *[f"journeys, milliseconds = {two}" for two in ("4, 200", "5, 250", "5, 250")],
        ),
    ]
    steps = [*BEFORE, *taken]
    verdicts = [
        (cell, said.partition("\n")[0])
        for (cell, _), said in zip(steps, in_one_kernel(1, steps), strict=True)
        if cell in ("turn-ask-verdict", "turn-count-check", "turn-far-check")
    ]
    ways = ["Not tried", "Not yet", "Right", "Right"] + [
        "Not tried",
        "Nearly",
        "Right",
        "Right",
    ] * 2
    assert all(way in said for (_, said), way in zip(verdicts, ways, strict=True)), verdicts
