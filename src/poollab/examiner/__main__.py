"""The examiner's process: each line of standard input a question, each of output a verdict.

It ends with its input, so when the kernel that asks is gone.
"""

import asyncio
import dataclasses
import json
import sys

import psycopg

from poollab.errors import PoolLabError
from poollab.examiner import apart, processes, tasks
from poollab.examiner.examine import examine


def main() -> None:
    """Answer questions: ``task``, ``source``, ``server`` (a superuser's DSN) and ``prefix``."""
    apart.hide()
    processes.prepare()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            task = tasks.find(asked["task"])
            found = examine(task, asked["source"], asked["server"], asked["prefix"])
            said = dataclasses.asdict(asyncio.run(found))
        except (PoolLabError, OSError, psycopg.Error) as problem:
            said = {"problem": str(problem)}
        print(json.dumps(said | {"nonce": asked["nonce"]}), flush=True)


if __name__ == "__main__":
    main()
