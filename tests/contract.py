"""Sees that each check of the examiner is needed: what a wrong answer gets without it.

The contracts in ``tests/answers`` name for each check the wrong answers that no other one refuses.
Run as a program it has them examined without that check, prints a table, sentence by check by wrong
answer by outcome, and fails if one is refused all the same: ``make contracts``.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Iterator

from answer_set import AT_ONCE, FOLDER, TASKS, Answer
from conftest import started
from tqdm import tqdm

from poollab.examiner import processes
from poollab.examiner.examine import examine
from poollab.examiner.tasks import Task, find
from poollab.lint.contracts import read
from poollab.postgres.instance import Postgres

Row = tuple[str, str, Answer]


def rows(task: Task) -> Iterator[Row]:
    """Yield the checks of a task, each with what asks for it, and a wrong answer it refuses."""
    folder = FOLDER / task.assignment / task.name
    contract = read(folder / "contract.toml")
    for check, names in contract.only.items():
        asked = [sentence for sentence, by in contract.asked.items() if check in by]
        for name in names:
            yield check, asked[0] if asked else "(all tasks)", Answer(folder / f"wrong/{name}.py")


async def outcome(check: str, answer: Answer, db: Postgres) -> str:
    """Return what becomes of a wrong answer with the check, and without it."""
    task, server = answer.task, db.superuser_dsn
    verdict = await examine(task, answer.source, server, db.role_name)
    if verdict.points == task.points:
        return "ACCEPTED"
    verdict = await examine(task, answer.source, server, db.role_name, without=check)
    return "needed" if verdict.points == task.points else f"NOT NEEDED: {verdict.sentence}"


async def outcomes(these: list[Row], db: Postgres) -> list[str]:
    """Return the outcomes of all, a few at once."""
    room = asyncio.Semaphore(AT_ONCE)
    with tqdm(total=len(these), unit="answer", leave=False) as bar:

        async def one(row: Row) -> str:
            async with room:
                found = await outcome(row[0], row[2], db)
            bar.update()
            return found

        return await asyncio.gather(*map(one, these))


def main() -> int:
    """Print the table of the tasks that are named, else of all. Returns 1 if a check is idle."""
    parser = argparse.ArgumentParser(prog="make contracts", description=__doc__)
    parser.add_argument("tasks", nargs="*", help="such as leaks/stream")
    parser.add_argument("--server", default="embedded", choices=["embedded", "container"])
    asked = parser.parse_args()
    tasks = [find(name) for name in asked.tasks] or TASKS
    these = [row for task in tasks for row in rows(task)]
    processes.prepare()
    for db in started(asked.server, connections=200, name="contracts"):
        found = asyncio.run(outcomes(these, db))
    for (check, sentence, answer), how in zip(these, found, strict=True):
        where = f"{answer.task.assignment}/{answer.task.name}"
        print(f"{where:<24} {sentence:.60} | {check} | {answer.path.stem} | {how}")
    idle = sum(how != "needed" for how in found)
    print(f"{len(these)} wrong answers and their checks: {idle} not as they should be.")
    return bool(idle)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
