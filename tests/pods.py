"""Answers examined in pods, several at once."""

import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from answer_set import Answer

from poollab.examiner.verdict import Verdict
from poollab.pod.pod import Pod, pod
from poollab.postgres import engine

Pods = queue.SimpleQueue[Pod]
"""Those that are free."""


@contextmanager
def some_pods(number: int) -> Iterator[Pods]:
    """Give so many pods."""
    with ExitStack() as stack:
        free: Pods = queue.SimpleQueue()
        for _ in range(number):
            free.put(stack.enter_context(pod()))
        yield free


def examined(these: list[Answer], pods: Pods, number: int) -> dict[Answer, Verdict]:
    """Have answers examined, so many at once; return the verdicts."""

    def one(answer: Answer) -> Verdict:
        mine = pods.get()
        try:
            return mine.examine(f"{answer.task.assignment}/{answer.task.name}", answer.source)
        finally:
            pods.put(mine)

    with ThreadPoolExecutor(number) as pool:
        return dict(zip(these, pool.map(one, these), strict=True))


def left(name: str) -> list[str]:
    """Return the containers that are there of a pod."""
    found = engine.client().api.containers(all=True, filters={"label": f"poollab={name}"})
    return [container["Names"][0] for container in found]
