"""What a learner's kernel tells the wall: task and verdict, nothing else, and never in the way.

Only where ``POOLLAB_WALL`` names a wall: a hub sets it, a learner can. ``JUPYTERHUB_API_TOKEN``
says who it is.
"""

import atexit
import os
import queue
import random
import threading
import time
from functools import cache
from typing import Any
from uuid import uuid4

import httpx

PATIENCE = 120.0
"""Seconds for which a report is tried again."""
AT_EXIT = 2.0
"""Seconds that a kernel which ends waits for its last reports."""

_reports: "queue.Queue[dict[str, str]]" = queue.Queue(maxsize=100)
_starting = threading.Lock()
_sender: threading.Thread | None = None


def tell(task: str, *, passed: bool) -> None:
    """Have the wall told of a verdict on a task, such as ``leaks/stream``, and return at once.

    A thread tells it, and tries again while the wall is busy or away. It gives up silently.
    """
    global _sender
    if not os.environ.get("POOLLAB_WALL"):
        return
    with _starting:
        if _sender is None or not _sender.is_alive():  # a forked process has none
            _sender = threading.Thread(target=_send_all, name="poollab-wall", daemon=True)
            _sender.start()
    try:
        _reports.put_nowait(verdict_on(task, passed=passed))
    except queue.Full:
        return  # the wall has been away for long


def verdict_on(task: str, *, passed: bool) -> dict[str, str]:
    """Return a report. Its key lets the wall count it once, however often it is sent."""
    return {"task": task, "verdict": "passed" if passed else "tried", "key": str(uuid4())}


def _send_all() -> None:
    """Send report after report, in their order."""
    while True:
        report = _reports.get()
        try:
            post("reports", report, PATIENCE)
        except Exception:  # whatever the environment names as a wall: it is no matter of a check
            continue
        finally:
            _reports.task_done()


@cache
def client() -> httpx.Client:
    """Return what asks; it keeps its connection for the next report."""
    return httpx.Client(limits=httpx.Limits(max_connections=None))


def post(
    path: str, words: dict[str, Any], patience: float, token: str = ""
) -> httpx.Response | None:
    """Return the wall's answer, None if none came within ``patience`` seconds.

    A wall that is busy says when to come again. The ``token`` is that of the environment, if none
    is given. Raises what httpx raises for a wrong address.
    """
    url = f"{os.environ['POOLLAB_WALL'].rstrip('/')}/{path}"
    head = {"Authorization": f"Bearer {token or os.environ.get('JUPYTERHUB_API_TOKEN', '')}"}
    deadline, pause = time.monotonic() + patience, 1.0
    while True:
        try:
            answer = client().post(url, json=words, headers=head, timeout=min(patience + 1, 10))
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code != 429 and answer.status_code < 500:
            return answer
        if answer is not None and answer.headers.get("Retry-After", "").isdigit():
            pause = float(answer.headers["Retry-After"])
        pause *= random.uniform(0.5, 1.5)  # not all at once again
        if time.monotonic() + pause > deadline:
            return None
        time.sleep(pause)


@atexit.register
def _finish() -> None:
    """Give the last reports a moment."""
    with _reports.all_tasks_done:
        _reports.all_tasks_done.wait_for(lambda: not _reports.unfinished_tasks, AT_EXIT)


def help_me() -> None:
    """Ask the host for help: the wall shows it, until you pass a task or say ``thanks()``."""
    _say(True, "The host sees on the wall that you ask for help")


def thanks() -> None:
    """Take back that you have asked for help."""
    _say(False, "The wall no longer says that you ask for help")


def _say(wanted: bool, done: str) -> None:
    """Tell the wall, and the learner what came of it."""
    if not os.environ.get("POOLLAB_WALL"):
        print("There is no wall here. In a workshop the hub names one; else ask a neighbour.")
        return
    try:
        answer = post("help", {"wanted": wanted}, patience=5)
    except Exception:
        answer = None
    if answer is not None and answer.is_success:
        print(f"{done}: you are seat {answer.json()['seat']}.")
    else:
        print("The wall did not hear you. Raise your hand.")
