"""A session left in a transaction: its connection is held, and its locks are."""

from poollab.examiner.examination import Examination
from poollab.examiner.leaks.pool import POOL, all_back, starts_well
from poollab.examiner.leaks.printing import until
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

PORTIONS = "CREATE TABLE portions (number int PRIMARY KEY, available int)"
FILL = "INSERT INTO portions SELECT number, 10 + number % 7 FROM examiner.orders"
LOCKS = """
    SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE a.datname = current_database() AND a.pid = ANY(%s) AND l.granted
       AND l.locktype IN ('relation', 'tuple', 'transactionid')
"""


@task(4, "Right: whoever waits for the cook holds no transaction, no lock, no connection.")
async def idle_in_transaction(exam: Examination) -> None:
    """The request changes a row, then waits for something slow, then reads on."""
    for sql in (PORTIONS, FILL, "GRANT SELECT, UPDATE ON portions TO public"):
        await exam.db.query(sql)
    numbers = exam.draw.sample(sorted(exam.orders), POOL)
    left = {number: await available(exam, number) - 1 for number in numbers}
    async with exam.app() as app:
        await starts_well(exam, app)
        orders = [app.visit(f"/orders/{n}/cook", method="POST") for n in numbers]
        with exam.part(2):
            await until(app, "/waiting", POOL, "Orders that wait for the bell")
            await outside(exam, f"While {POOL} orders wait for the cook")
            for number in numbers:
                if (seen := await available(exam, number)) != left[number]:
                    raise Missed(f"While order {number} waits for the cook, everybody should "
                                 f"see {left[number]} portions; seen {seen}.")  # fmt: skip
        if exam.missed:
            return
        with exam.part(2):
            await all_back(exam, app, f"While {POOL} orders wait for the cook")
            await exam.db.query("UPDATE portions SET available = available - 1")
            await app.expect("/bell", 200, method="POST")
            for number, order in zip(numbers, orders, strict=True):
                right = {"price": exam.orders[number], "available": left[number]}
                answer = await order
                if (answer.status, answer.json()) != (200, right):
                    raise Missed(f"POST /orders/{number}/cook, while others take portions, "
                                 f"too: expected 200 with {right}, seen {answer.status} with "
                                 f"{answer.body[:80]!r}.")  # fmt: skip
            await all_back(exam, app, "After the cooking")
            await outside(exam, "After the cooking")


async def available(exam: Examination, number: int) -> int:
    """Return how many portions everybody sees."""
    rows = await exam.db.query("SELECT available FROM portions WHERE number = %s", number)
    return int(rows[0][0])


async def outside(exam: Examination, when: str) -> None:
    """See that no connection of the answer is in a transaction, or has a lock."""
    backends = await exam.db.backends()
    inside = [query for state, query in backends.values() if state.startswith("idle in trans")]
    [(locks,)] = await exam.db.query(LOCKS, list(backends))
    if inside or locks:
        last = f" The last query of one: {inside[0][:60]!r}." if inside else ""
        raise Missed(f"{when}, the server shows {len(inside)} of your connections 'idle in "
                     f"transaction', holding {locks} locks; expected none.{last}")  # fmt: skip
