"""A pod: PostgreSQL, an answer and the examiner, each in a container of its own."""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from typing import Any

from poollab.errors import PoolLabError
from poollab.examiner import tasks, version
from poollab.examiner.asking import LIMIT
from poollab.examiner.verdict import Verdict
from poollab.pod import containers, images, template
from poollab.pod.channel import Channel, Ended
from poollab.pod.supervised import ours
from poollab.postgres import engine
from poollab.postgres.container import PORT
from poollab.postgres.settings import SUPERUSER

TRIES = 2
BROKEN = (
    "The answer has brought down the container that it runs in, twice: does it take more memory "
    "than there is, or leave what can't be removed?"
)


@contextlib.contextmanager
def pod() -> Iterator["Pod"]:
    """Give a pod for one submission; remove it at the end of the block, or of this process.

    Raises PoolLabError when there is no Docker, or no image.
    """
    if trouble := engine.problem():
        raise PoolLabError(f"Submissions are examined in containers, but {trouble}.")
    made = Pod()
    try:
        made.start()
        yield made
    finally:
        made.close()


class Pod:
    """Examines the answers of one submission, one after another."""

    def __init__(self) -> None:
        """Make ready what the containers need; ``start`` starts them."""
        self._client = engine.client()
        images.check(self._client)
        self.name = f"poollab-pod-{secrets.token_hex(6)}"
        self._names: list[str] = []
        self._ours = ours()
        self._is_stopped = False

    def start(self) -> None:
        """Start the containers; return when the examiner is ready. Raises PoolLabError."""
        password = secrets.token_hex(16)
        volume = template.volume(self._client, engine.image_name())
        with engine.one_line("Docker did not start a pod"):
            for part in containers.PARTS:
                self._create(containers.described(self.name, part, password, volume))
        server = f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{PORT}/{SUPERUSER}"
        try:
            said = self._ask(server=server)
        except Ended as ended:
            raise PoolLabError(f"A pod has ended before it was ready: {ended}.") from ended
        if "problem" in said:
            raise PoolLabError(f"A pod did not get ready: {said['problem']}")
        for target, image in images.OURS.items():
            version.check(said.get(target, ""), f"The image {image}", images.built(target))

    def _create(self, described: dict[str, Any]) -> None:
        """Make and start one container; be attached to the examiner's before it says a word."""
        name = described["name"]
        self._names.append(name)
        self._ours.note(name, settled=False)
        container = self._client.containers.create(**described)
        self._ours.note(name, settled=True)
        if described.get("stdin_open"):
            self._channel = Channel(self._client, container)
        container.start()

    def examine(self, task: str, source: str) -> Verdict:
        """Return the verdict on an answer to a task, such as ``leaks/early_return``.

        An answer that brings its container down is tried once more, in other containers. Raises
        PoolLabError when these can't be had.
        """
        for _ in range(TRIES):
            with contextlib.suppress(Ended):
                said = self._ask(task=task, source=source)
                if "problem" not in said:
                    return Verdict(**{one: said[one] for one in Verdict.__dataclass_fields__})
            self.close()
            self.start()
        return Verdict(0, tasks.find(task).points, BROKEN)

    def _ask(self, **question: str) -> dict[str, Any]:
        """Ask the examiner. Raises Ended when it has ended, or says nothing for too long.

        Raises PoolLabError when the pod was stopped.
        """
        if self._is_stopped:
            raise PoolLabError("The examination was stopped.")
        giving_up = threading.Timer(LIMIT, self.close)
        giving_up.start()
        try:
            return self._channel.ask(**question)
        finally:
            giving_up.cancel()

    def stop(self) -> None:
        """Have whoever waits for a verdict get a PoolLabError: called from another thread."""
        self._is_stopped = True
        self.close()

    def close(self) -> None:
        """Remove the containers. Harmless when called again."""
        self._ours.remove(self._names)
        self._names = []
