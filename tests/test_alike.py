"""Which answers are alike: names and layout aside, and nothing that the release says itself."""

import ast
import time
from pathlib import Path

import nbformat
import pytest

from poollab.alike import compare as module
from poollab.alike.compare import alike
from poollab.alike.form import form
from poollab.environment import ROOT
from poollab.examiner.release import Release, answers_in, path_of
from poollab.examiner.tasks import ASSIGNMENTS

ANSWERS = Path(__file__).with_name("answers")

ANSWER = """
import asyncio

def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines())

    return app
"""
DISGUISED = '''
# all my own work
from asyncio import sleep as nap, wait_for as limit


def cancelled(address: str) -> object:
    """Return the app."""
    service: object = shop(address, orders=True)

    async def price(n: "int") -> int:
        """Look it up."""
        async with (
            service.state.pool.acquire()
        ) as lent:
            return await lent.fetchval(PRICE, n)

    @service.get('/orders/{number}/now')
    async def at_once(number, patience):
        try:
            return {
                "price": await limit(price(number), patience),  # at last
            }
        except TimeoutError:
            raise HTTPException(504, 'slow') from None

    @service.get('/orders/{number}/ticker')
    async def tick(one):
        """Tick."""
        async def all_of_them() -> "a stream":
            while True:
                yield f"{await price(one)}\\n"
                await nap(0.1)
        return StreamingResponse(all_of_them())

    pass
    return service

print("done")
'''
OTHER = ANSWER.replace("asyncio.wait_for(ask(number), patience)", "ask(number)")
CLASSES = """
def monitor(dsn):
    class Pool:
        def __init__(self):
            self.away = {}

        async def acquire(self):
            connection = await app.state.pool.acquire()
            self.away[connection] = path.get()
            return connection

        async def release(self, connection):
            self.away.pop(connection)
            self.note(connection)

        def note(self, connection):
            print(connection)

        async def give(self, connection):
            await app.state.pool.release(connection)

    app = make(dsn, Pool())
    return app
"""
SCOPED = """
def cancelled(turn):
    count = 0
    total = 0
    found = sorted(turn.all(1, 2, 3), key=lambda turn: turn.a, reverse=True)

    def later(turn):
        return turn + 1

    async def add():
        nonlocal count
        count += later(1) * found[0].price + 7

    app.get("/one")(add)
    later(turn)
    return [turn for turn in found if turn]
"""


def pair(one: str, other: str, task: str = "cancelled") -> dict[str, dict[str, str]]:
    return alike({"anna": {task: one}, "bob": {task: other}}, "leaks")


def test_names_layout_and_words_to_readers_do_not_count() -> None:
    assert pair(ANSWER, DISGUISED) == {
        "anna": {"cancelled": "the answer of bob"}, "bob": {"cancelled": "the answer of anna"}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self.away", "self.out"),
        ("Pool", "Lender"),
        ("note", "jot"),
        ("connection", "it"),
        ("dsn", "where"),
        ("app = make(dsn, Pool())", "app = make(dsn, Pool())\n    ..."),
        ("self.away = {}", "self.away: dict[object, str] = {}"),
    ],
)
def test_names_of_classes_and_attributes_do_not_count(old: str, new: str) -> None:
    changed = CLASSES.replace(old, new)
    assert changed != CLASSES
    assert len(pair(CLASSES, changed, "monitor")) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("asyncio.wait_for(ask(number), patience)", "ask(number)"),
        ("TimeoutError", "Exception"),
        ("504", "503"),
        ("fetchval", "fetchrow"),
        ("from None", ""),
        ("(number: int, patience: float)", "(number: int, patience: Annotated[float, Query(1)])"),
        ("asyncio.wait_for", "asyncio.shield"),
        ("fetchval(PRICE, number)", "fetchval(PRICE, dsn)"),
    ],
)
def test_what_is_done_does_count(old: str, new: str) -> None:
    changed = ANSWER.replace(old, new)
    assert changed != ANSWER
    assert pair(ANSWER, changed) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return [turn for turn in found if turn]", "return [one for one in found if one]"),
        ("def later(turn):\n        return turn", "def later(it):\n        return it"),
        ("key=lambda turn: turn.a", "key=lambda a: a.a"),
        ("total = 0", "total: int = 0"),
    ],
)
def test_a_name_may_mean_something_else_in_each_scope(old: str, new: str) -> None:
    changed = SCOPED.replace(old, new)
    assert changed != SCOPED
    assert len(pair(SCOPED, changed)) == 2


def test_whose_a_name_is_does_count() -> None:
    changed = SCOPED.replace("nonlocal count", "nonlocal total").replace("count +=", "total +=")
    assert pair(SCOPED, changed) == {}
    assert pair(SCOPED, SCOPED.replace("(turn)\n    return", "(count)\n    return")) == {}


def test_more_than_two_are_counted() -> None:
    answers = {name: {"cancelled": ANSWER} for name in ("anna", "bob", "cleo", "dan")}
    found = alike({**answers, "eve": {"cancelled": OTHER}}, "leaks")
    assert found == {name: {"cancelled": "the answers of 3 others"} for name in answers}


def test_answers_to_two_tasks_are_not_compared() -> None:
    assert alike({"anna": {"cancelled": ANSWER}, "bob": {"background": ANSWER}}, "leaks") == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_the_release_says_does_not_count(assignment: str) -> None:
    cells = nbformat.read(path_of(assignment), as_version=4).cells
    stubs = Release.of(assignment).stubs
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    *_, task = stubs
    tasks = {task: [stub, stub.replace("...  # TODO", "pass")] for task, stub in stubs.items()}
    tasks[task] += [*sources, *(source.replace("leaky_", "") for source in sources)]
    for task, found in tasks.items():
        answers = {f"{who}{at}": {task: one} for who in "ab" for at, one in enumerate(found)}
        assert alike(answers, assignment) == {}


def test_given_cells_that_were_copied_into_an_answer_do_not_count() -> None:
    given = Release.of("leaks").given
    assert pair(given + "\ndef cancelled(dsn):\n    return 1\n",
                given + "\ndef cancelled(dsn):\n    return 2\n") == {}  # fmt: skip
    assert len(pair(given + ANSWER, DISGUISED)) == 2


@pytest.mark.parametrize(
    "source",
    ["%%time\n" + ANSWER, ANSWER + "\nreturn (", ANSWER + "\0", ANSWER + "-" * 40_000 + "1"],
)
def test_what_is_no_python_is_compared_as_text(source: str) -> None:
    assert len(pair(source, source.replace("    ", "  "))) == 2
    assert pair(source, source.replace("slow", "late")) == {}


def test_the_published_solution_is_known() -> None:
    path = ROOT / "solutions" / "leaks" / "leaks.ipynb"
    solution = answers_in(nbformat.read(path, as_version=4).cells)
    theirs = solution["monitor"].replace("dsn", "where")
    found = alike({"anna": {"monitor": theirs}, "bob": {"monitor": theirs}}, "leaks")
    assert found == {name: {"monitor": "the published solution"} for name in ("anna", "bob")}


def test_where_no_solution_is_installed_students_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    module.published.cache_clear()
    try:
        assert len(pair(ANSWER, DISGUISED)) == 2
    finally:
        module.published.cache_clear()


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_answers_of_different_people_are_not_alike(assignment: str) -> None:
    names = Release.of(assignment).stubs
    files = [file for task in names for file in ANSWERS.glob(f"{assignment}/{task}/right/*.py")]
    answers = {
        str(file): {file.parts[-3]: file.read_text(encoding="utf-8")}
        for file in files if file.stem != "reference"
    }  # fmt: skip
    assert len(answers) > 80
    assert alike(answers, assignment) == {}


def test_the_layout_of_any_answer_does_not_count() -> None:
    for file in ANSWERS.glob("*/*/right/*.py"):
        source = file.read_text(encoding="utf-8")
        assert form(source) == form(ast.unparse(ast.parse(source))), file


def test_each_answer_is_looked_at_once_however_many_there_are() -> None:
    """A hundred with eight answers take a second or two; each with each would take minutes."""
    answers = {
        f"student{at}": dict.fromkeys(Release.of("leaks").stubs, ANSWER.replace("504", str(at)))
        for at in range(100)
    }
    begin = time.process_time()
    assert alike(answers, "leaks") == {}
    assert time.process_time() - begin < 30
