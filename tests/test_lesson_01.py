"""Lesson 01: what its cells show, and how it judges a learner's answers."""

import pytest
from lessons import answered, executed, in_one_kernel, pictures, printed, said


@pytest.mark.parametrize("kind", ["embedded", "container"])
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


@pytest.mark.parametrize(
    ("ask", "count", "far", "verdicts"),
    [
        (RIGHT, "4", "5, 250", ["Right: nothing is left", "Right: three are", "Right, and meas"]),
        (
            ONLY_WHEN_WELL,
            "3",
            "4, 200",
            ["after a failed query", "who is asking", "Nearly: the TCP"],
        ),
        (NEVER_CLOSED, "6", "5, 'many'", ["after a good query", "6 is not what", "not many"]),
        (ELSEWHERE, "'4'", "6, 300", ["Yours came in as: lab", "without quotes", "6 is too many"]),
        (NOTHING_RETURNED, "5", "2, 100", ["returns nothing", "5 is not what", "journeys: 2 is"]),
        (
            SILENT,
            "'four'",
            "'five', 250",
            ["must raise", "without quotes", "journeys: five is not"],
        ),
        (NOT_ASYNC, "None", "None, None", ["should return 42", "Not tried yet", "Not tried yet"]),
    ],
    ids=[
        "right",
        "only-when-well",
        "never-closed",
        "elsewhere",
        "nothing-returned",
        "silent",
        "not-async",
    ],
)
def test_your_turn_judges_what_was_done(
    ask: str, count: str, far: str, verdicts: list[str]
) -> None:
    answers = {
        "turn-ask": ask,
        "turn-count": f"backends = {count}",
        "turn-far": f"journeys, milliseconds = {far}",
    }
    needed = {"predict-processes", "start", "opened", "ask", "until-left", "turn-ask-check"}
    needed |= {"turn-ask-verdict", "turn-count-check", "turn-far-check", "timed", "end"}
    judged = answered(1, answers, needed)
    assert verdicts[0] in judged["turn-ask-verdict"]
    assert verdicts[1] in judged["turn-count-check"]
    assert verdicts[2] in judged["turn-far-check"]
    if ask == RIGHT:  # the journeys alone take 250 ms, so the whole of it takes no less
        assert int(judged["turn-far-check"].split("measured: ")[1].split(" ms")[0]) >= 250


def test_your_turn_untouched_is_not_tried_yet() -> None:
    prints = said(executed(1, "embedded"))
    for check in ("turn-ask-verdict", "turn-count-check", "turn-far-check"):
        assert prints[check].startswith("Not tried yet")
        assert prints[check + "-again"].startswith("Not tried yet")


def test_your_turn_as_it_is_taken() -> None:
    taken = {
        "turn-ask": (["turn-ask-check", "turn-ask-verdict"], NEVER_CLOSED, RIGHT),
        "turn-count": (["turn-count-check"], "backends = 3", "backends = 4"),
        "turn-far": (["turn-far-check"], "journeys, milliseconds = 4, 200",
                     "journeys, milliseconds = 5, 250"),
    }  # fmt: skip
    before = ["predict-processes", "start", "opened", "ask", "until-left", "timed"]
    steps: list[tuple[str, str | None]] = [(cell, None) for cell in before]
    for turn, (checks, wrong, right) in taken.items():
        for source in (None, wrong, right, right):
            steps += [(turn, source)] + [(check, None) for check in checks]
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
    assert all(said.startswith(way) for (_, said), way in zip(verdicts, ways, strict=True)), (
        verdicts
    )
