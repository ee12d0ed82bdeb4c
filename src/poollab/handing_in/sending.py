"""The learner's side: sends a notebook to the hub's service, and keeps the receipt."""

import contextlib
import os
from pathlib import Path
from typing import Any

import httpx

from poollab import kept
from poollab.assignments.file import content
from poollab.errors import PoolLabError
from poollab.handing_in.receipt import Receipt

FILE = "receipts.json"
PATIENCE = 90  # seconds: the service gives a notebook 60 to come, and then reads it


def address() -> str:
    """Return where one hands in; empty outside of a hub."""
    return os.environ.get("POOLLAB_HAND_IN", "").rstrip("/")


def hand_in(notebook: Path, assignment: str) -> Receipt:
    """Hand in a notebook as it is saved; return the receipt, which is kept. Raises PoolLabError."""
    if not address():
        raise PoolLabError(
            "You are in no hub, so there is nobody to hand in to: give your instructor "
            f"{notebook}, by your LMS or as you have agreed."
        )
    answer = asked("PUT", assignment, content=content(notebook.resolve()))
    receipt = Receipt.model_validate(answer)
    kept.note(FILE, receipt.time.isoformat(), receipt.model_dump(mode="json"))
    return receipt


def handed_in() -> list[Receipt]:
    """Return what the hub has of this learner, or for an admin of all, the oldest first.

    Raises PoolLabError.
    """
    return [Receipt.model_validate(one) for one in asked("GET", "")]


def last(assignment: str) -> Receipt | None:
    """Return the newest receipt that is kept here for an assignment."""
    found = []
    for one in kept.read(FILE).values():
        with contextlib.suppress(ValueError):  # somebody has changed it
            found.append(Receipt.model_validate(one))
    ours = [one for one in found if one.assignment == assignment]
    return max(ours, key=lambda one: one.time, default=None)


def asked(method: str, path: str, **what: Any) -> Any:
    """Return what the service answers. Raises PoolLabError with its reason, or that of the way."""
    token = os.environ.get("JUPYTERHUB_API_TOKEN", "")
    head = {"Authorization": f"Bearer {token}".rstrip()}
    try:
        answer = httpx.request(
            method, f"{address()}/{path}", headers=head, timeout=PATIENCE, **what
        )
    except httpx.HTTPError as problem:
        raise PoolLabError(
            f"The hub does not answer ({problem}). Nothing was handed in, and your notebook is as "
            "it was: wait a minute, and try again."
        ) from problem
    if answer.is_success:
        return answer.json()
    raise PoolLabError(reason(answer))


def reason(answer: httpx.Response) -> str:
    """Return why the service, or what stands before it, refuses."""
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The hub can't take it now (HTTP {answer.status_code}): try again in a minute."
