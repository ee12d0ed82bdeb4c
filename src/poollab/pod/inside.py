"""The examiner in a pod: each line of standard input a question, each of output an answer to it.

Its container has no learner code in it, and nothing that learner code can write to. It ends with
its input, so when the process that asks is gone.
"""

import asyncio
import dataclasses
import json
import sys
from typing import Any

import psycopg

from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.examine import examine
from poollab.examiner.version import digests, examinations
from poollab.pod import remote
from poollab.postgres import network


def main() -> None:
    """Answer questions, each with its ``nonce``.

    The first has ``server``, a superuser's DSN: it is answered when all is ready. The others have
    ``task`` and ``source``, and are answered by a verdict, or by a ``problem``.
    """
    server = ""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            server = asked.get("server", server)
            said = verdict(asked, server) if "task" in asked else ready(server)
        except (PoolLabError, OSError, psycopg.Error) as problem:
            said = {"problem": str(problem)}
        print(json.dumps(said | {"nonce": asked["nonce"]}), flush=True)


def ready(server: str) -> dict[str, Any]:
    """Wait for the two other containers; return the versions of the images, by their names."""
    network.wait_until_answering(server, lambda: None)
    remote.wait()
    theirs = remote.asked("code")  # before any learner code has run there
    is_ours = theirs.items() <= digests().items()
    return {"seat": examinations(), "answer": examinations() if is_ours else ""}


def verdict(asked: dict[str, str], server: str) -> dict[str, Any]:
    """Examine an answer."""
    task = tasks.find(asked["task"])
    return dataclasses.asdict(
        asyncio.run(examine(task, asked["source"], server, play=remote.playing))
    )


if __name__ == "__main__":
    main()
