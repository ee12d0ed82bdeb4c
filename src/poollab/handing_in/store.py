"""Keeps what was handed in, in nbgrader's folder ``submitted/``, and a receipt for each time.

Nothing is ever lost: an earlier notebook is kept beside the newest, which alone has the name that
grading looks for.
"""

import hashlib
import re
from datetime import datetime
from pathlib import Path

from poollab.collecting.collect import SUBMITTED
from poollab.collecting.ids import digest, student_id
from poollab.collecting.place import place, write
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.handing_in.reading import reading
from poollab.handing_in.receipt import Receipt
from poollab.postgres.storage import writing

MOST_TIMES = 500  # that a learner may hand in
MOST_BYTES = 200_000_000  # of a learner, all notebooks together
WITH_DIGEST = re.compile(r".*-[0-9a-f]{8}")
ROOM = "see that the folder of what is handed in can be written and has room"


def folder_name(learner: str) -> str:
    """Return the folder of a learner, who is ``student_id`` for grading: no two have the same.

    A name that looks as if it had a digest behind it gets one, so that nobody chooses the folder of
    somebody whose name can't be one.
    """
    id = student_id(learner)
    return f"{id}-{digest(learner)}" if id == learner and WITH_DIGEST.fullmatch(id) else id


class Store:
    """What all learners have handed in; one thread at a time for each of them."""

    def __init__(self, folder: Path) -> None:
        """Keep it in this folder, which is made when something comes in."""
        self.folder = folder

    def take(self, learner: str, assignment: str, raw: bytes) -> Receipt:
        """Keep a notebook, whatever is in it. Raises PoolLabError when it can't be kept."""
        id, now = folder_name(learner), datetime.now().astimezone()
        self.check_room(id, len(raw))
        target = self.folder / SUBMITTED / id / assignment / path_of(assignment).name
        remarks = place(raw, target, now)
        answers, tasks, said = reading(target, assignment)
        receipt = Receipt(
            learner=learner, assignment=assignment, time=now,
            sha256=hashlib.sha256(raw).hexdigest(),
            answers=answers, tasks=tasks, said=said + remarks,
        )  # fmt: skip
        self.note(id, receipt)
        return receipt

    def check_room(self, id: str, size: int) -> None:
        """Raise PoolLabError when somebody has handed in so much that others might suffer."""
        there = sum(one.stat().st_size for one in (self.folder / SUBMITTED / id).glob("*/*"))
        times = len([*self.receipts_in(id)])
        if times >= MOST_TIMES or there + size > MOST_BYTES:
            raise PoolLabError(
                f"You have handed in {times} times, {there / 1e6:.0f} MB: that is all that is "
                "kept of one learner. Your last one counts; talk to your instructor."
            )

    def receipts_in(self, id: str) -> list[Path]:
        """Return the files of receipts of a learner, the oldest first."""
        return sorted((self.folder / "receipts" / id).glob("[!.]*.json"))

    def note(self, id: str, receipt: Receipt) -> None:
        """Keep a receipt. Raises PoolLabError."""
        name = f"{receipt.time.timestamp():017.6f}-{receipt.assignment}.json"
        path = self.folder / "receipts" / id / name
        with writing(path.parent, ROOM):
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, receipt.model_dump_json().encode())

    def receipts(self, learner: str = "") -> list[Receipt]:
        """Return the receipts of a learner, or of everybody, the oldest first."""
        id = folder_name(learner) if learner else "*"
        paths = sorted(self.folder.glob(f"receipts/{id}/[!.]*.json"), key=lambda one: one.name)
        return [Receipt.model_validate_json(path.read_bytes()) for path in paths]
