"""Lesson 04: what its cells show, and how it judges a learner's answers."""

import contextlib
import re
from pathlib import Path

import psutil
import pytest
from conftest import Kernel, runs
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
    run,
    tried,
)
from waiting import until


@each_kind(4)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(4, kind)
    assert "database connections of the running app: 0" in printed(done, "C13")
    assert re.search(r"SQLAlchemy +0 +15 +pool_timeout=30", printed(done, "C13"))
    for effect in (
        "pool_size=0: 6 guests; pool_size=2: 2 guests; pool_size=4: 4 guests",
        "size 2, overflow 3: 2 connections",
        "size 2, overflow 3: 11 connections opened in three rushes",
        "sqlalchemy.exc.TimeoutError: does `except TimeoutError` catch it? False",
        "builtins.TimeoutError: does `except TimeoutError` catch it? True",
        "acquire() without a timeout: does it still wait? True",
    ):
        assert effect in printed(done, "C14")
    for answer in (
        "the fourth guest: 503, Retry-After: ",
        "connections: 3 while the app ran, 0 after it",
        "/ready meanwhile: 503",
        "/health meanwhile: 200",
        "DATABASE_URL=None: 1 validation error for Settings DATABASE_URL Field required",
        "POOL_SIZE=many: 1 validation error",
    ):
        assert answer in printed(done, "C15")
    both = r"the fourth guest +503, Retry-After: \d +503, Retry-After: \d"
    assert re.search(both, printed(done, "C15"))
    assert "SQLSTATE 53300" in printed(done, "C16")
    assert "With 5 each, 40 are wanted and 25 held; workers that fail: 3." in printed(done, "C16")
    for answer in (
        "both workers: 6 connections",
        "the parent asks for bread and gets soup",
        "the parent asks for bread and gets bread",
    ):
        assert answer in printed(done, "C36")
    assert len(pictures(done)) == 7  # one of them stands in for the view


RIGHT = """
async def lend_at_the_stand(request: Request):
    try:
        connection = await request.app.state.pool.acquire(timeout=0.5)
    except TimeoutError:
        raise HTTPException(503, "Busy.", {"Retry-After": "2"}) from None
    try:
        yield connection
    finally:
        await request.app.state.pool.release(connection)
"""
PATIENT = """
async def lend_at_the_stand(request: Request):
    async with request.app.state.pool.acquire() as connection:
        yield connection
"""
ONE_TRY = """
async def lend_at_the_stand(request: Request):
    try:
        async with request.app.state.pool.acquire(timeout=0.5) as connection:
            yield connection
    except TimeoutError:
        raise HTTPException(503, "Busy.", {"Retry-After": "2"}) from None
"""
ONLY_WHEN_WELL = """
async def lend_at_the_stand(request: Request):
    try:
        connection = await request.app.state.pool.acquire(timeout=0.5)
    except TimeoutError:
        raise HTTPException(503, "Busy.", {"Retry-After": "2"}) from None
    yield connection
    await request.app.state.pool.release(connection)
"""
TOO_LATE = RIGHT.replace("timeout=0.5", "timeout=3.2")
SWALLOWED = """
async def lend_at_the_stand(request: Request):
    try:
        connection = await request.app.state.pool.acquire(timeout=0.5)
    except TimeoutError:
        raise HTTPException(503, "Busy.", {"Retry-After": "2"}) from None
    try:
        yield connection
    except Exception:
        raise HTTPException(400, "No cone.") from None
    finally:
        await request.app.state.pool.release(connection)
"""
SIZES = '{"pool_size": %s, "max_overflow": %s, "pool_timeout": %s}'


BEFORE: list[Step] = [
    (cell, None)
    for cell in (
        "predict-automatic", "start", "libraries", "resume", "settings", "unavailable",
        "come-back", "lifespan", "dependency", "endpoints", "create-app", "full", "limits",
    )
]  # fmt: skip
CASES = {
    "too-late": (
        SIZES % (2, 2, 0),
        TOO_LATE,
        "0",
        ["half a second is", "not 3.", "no size of a pool"],
    ),
    "one-try": (SIZES % (2, 2, 30), ONE_TRY, "1", ["still stand", "Which try", "so does 2"]),
    "right": (SIZES % (2, 2, 0.5), RIGHT, "2", ["Right: two stay", "Right: an", "Right: 2 each"]),
    "only-when-well": (
        SIZES % ("'x'", 2, 1),
        ONLY_WHEN_WELL,
        "'x'",
        ["TypeError", "are missing", "'x' is no"],
    ),
    "swallowed": (
        SIZES % (2, 2, 3.5),
        SWALLOWED,
        "99",
        ["half a second is", "end with 500", "a single"],
    ),
    "too-patient": (
        SIZES % (4, 0, 0.5),
        PATIENT,
        "3",
        ["two should stay", "still waits", "did not get all"],
    ),
}


def answers(bakery: str, stand: str, largest: str) -> list[Step]:
    return [
        *tried("turn-bakery", f"bakery = {bakery}"),
        *tried("turn-stand", stand),
        *tried("turn-budget", f"largest = {largest}"),
    ]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return case_by_case(4, BEFORE, {case: answers(*given) for case, (*given, _) in CASES.items()})


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-bakery-check"]
    assert verdicts[1] in told[case]["turn-stand-check"]
    assert verdicts[2] in told[case]["turn-budget-check"]


@pytest.mark.thorough
def test_a_fresh_kernel_goes_on_from_the_place_to_rest() -> None:
    notebook = read(4)
    ids = [cell["id"] for cell in notebook.cells]
    notebook.cells = notebook.cells[ids.index("resume") :]
    assert "With 5 each" in printed(run(notebook), "C16")


@embedded
def test_untouched_stubs_are_not_tried_yet(kind: str) -> None:
    done = executed(4, kind)
    checks = [cell for cell in done.cells if cell["id"].startswith("turn-")]
    said = "".join(output.get("text", "") for cell in checks for output in cell.get("outputs", []))
    assert said.count("Not tried yet") == (6 if kind == TWICE else 3)


@in_their_order
def test_your_turn_as_learners_take_it() -> None:
    right, wrong = SIZES % (2, 2, 0.5), SIZES % (4, 0, 0.5)
    taken = {
        "turn-bakery": [None, f"bakery = {wrong}", f"bakery = {right}", f"bakery = {right}"],
        "turn-stand": [None, ONLY_WHEN_WELL, RIGHT, RIGHT],
        "turn-budget": [None, "largest = 3", "largest = 2", "largest = 2"],
    }
    steps = [*BEFORE, *[step for turn in taken for step in tried(turn, *taken[turn])]]
    said = in_one_kernel(4, [*steps, *[(f"{cell}-check", None) for cell in taken], ("end", None)])
    checks = [said[place] for place, (cell, _) in enumerate(steps) if cell.endswith("-check")]
    for place, verdict in enumerate(["Not tried yet", "Not yet", "Right", "Right"]):
        assert all(verdict in check for check in checks[place::4]), checks[place::4]
    assert all("Right" in check for check in said[-4:-1])  # run again, at last


SERVED = """
import psutil
from poollab.lessons.lesson_04 import folder, uvicorn
file = Path(folder(), "empty.py")
file.write_text("from fastapi import FastAPI; app = FastAPI()")
with uvicorn(str(file), workers=2):
    started = [process.pid for process in psutil.Process().children(recursive=True)]
    print("started", *started, flush=True)
    print("folder", file.parent, flush=True)
    input()
"""


def test_a_killed_kernel_leaves_no_worker_and_no_file() -> None:
    with Kernel("embedded", SERVED) as kernel:
        pids = [int(word) for word in kernel.said("started").split()[1:]]
        folder = Path(kernel.said("folder").split(maxsplit=1)[1])
        assert len(pids) > 2
        try:
            kernel.process.kill()
            until(lambda: not any(map(runs, pids)), "all are gone that it started")
            until(lambda: not folder.exists(), "its folder is gone")
        finally:
            for pid in filter(runs, pids):
                with contextlib.suppress(psutil.NoSuchProcess):
                    psutil.Process(pid).kill()
