"""From start to the first answered query: this project's servers beside the plain image."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.rounds import Part, Rounds, lacks
from bench.tables import NO_TARGET, OF_PAIRS, Row, at_most, middle, of_pairs, ratios, spread, table
from poollab.errors import PoolLabError
from poollab.postgres import engine
from poollab.postgres.guard import Guard

ONCE = Path(__file__).with_name("start_once.py")
LIMIT = 120  # seconds a start may take
WORDS = {
    "docker": "docker run",
    "testcontainers": "testcontainers",
    "container cold": "container, first time",
    "container warm": "container, afterwards",
    "embedded cold": "embedded, first time",
    "embedded warm": "embedded, afterwards",
}
SHARES = {"container cold": 1.2, "container warm": 0.7}  # of docker run
SECONDS = {"embedded cold": 2.0, "embedded warm": 0.5}
NOTE = (
    "Each start in a fresh process; its clock starts when all modules are imported, the column "
    "at the right counts the imports too. First time: no template, no secret, a cache folder of "
    "its own; the image is there and the disk's cache is warm. Afterwards: the same again."
)


@dataclass(frozen=True)
class Start:
    """One start, in seconds."""

    seconds: float
    with_imports: float


class Starts:
    """Starts servers, each in a process of its own, with caches that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        """Caches go below ``folder``."""
        self.mark = f"bench{uuid.uuid4().hex[:8]}"
        self._folder = folder

    def ours(self, kind: str, cold: bool) -> Start:
        """Start as the lesson does; ``cold`` forgets everything first."""
        cache = self._folder / kind
        if cold:
            shutil.rmtree(cache, ignore_errors=True)
            cache.mkdir()
        return self._once(kind, "", cache)

    def plain(self, kind: str) -> Start:
        """Start the image without this project; remove the container."""
        name = f"poollab-{self.mark}-{uuid.uuid4().hex[:8]}"
        with closing(Guard("container", name=name, settled=False)):
            return self._once(kind, name, self._folder)

    def _once(self, kind: str, name: str, cache: Path) -> Start:
        command = [sys.executable, str(ONCE), kind, name, str(cache), self.mark]
        surroundings = {k: v for k, v in os.environ.items() if k != "POOLLAB_DSN"}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LIMIT,
            env=surroundings | {"TESTCONTAINERS_RYUK_DISABLED": "true"},
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise PoolLabError(f"{kind} did not start: {last}")
        return Start(**json.loads(done.stdout.splitlines()[-1]))

    def candidates(self) -> Mapping[str, Callable[[], Start]]:
        """Return what can be started here."""
        plain = {kind: partial(self.plain, kind) for kind in ("docker", "testcontainers")}
        kinds = ["embedded"] if no_docker() else ["container", "embedded"]
        ours = {
            f"{kind} {state}": partial(self.ours, kind, state == "cold")
            for kind in kinds
            for state in ("cold", "warm")
        }
        return ours if no_docker() else plain | ours


def no_docker() -> str | None:
    """Return why containers can't be started here."""
    return engine.problem() or lacks("docker")


def remove_volumes(mark: str) -> int:
    """Remove the template volumes that carry the mark; return how many there were."""
    import docker.errors

    volumes = engine.client().volumes.list(filters={"name": mark})
    deadline = time.monotonic() + 30
    for volume in volumes:
        while True:  # after a Ctrl-C its container may still be going
            try:
                volume.remove(force=True)
                break
            except docker.errors.APIError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
    return len(volumes)


def measured(rounds: Rounds) -> dict[str, list[Start]]:
    """Measure everything; leave nothing. PoolLabError when the cold starts were none."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poollab-bench-")))
        folder.chmod(0o755)  # root's embedded server runs as another account
        starts = Starts(folder)
        if no_docker():
            return rounds.of(starts.candidates())
        engine.ensure_image(engine.client(), engine.image_name())
        stack.callback(remove_volumes, starts.mark)
        found = rounds.of(starts.candidates())
        if remove_volumes(starts.mark) != rounds.runs:
            raise PoolLabError("The container's cold starts made no template of their own.")
        return found


def measure(rounds: Rounds) -> str:
    """Return the table of starts."""
    found = measured(rounds)
    took = {name: [start.seconds for start in starts] for name, starts in found.items()}
    rows = [row(name, took) for name in found]
    for cells, starts in zip(rows, found.values(), strict=True):
        cells.append(middle([start.with_imports for start in starts]))
    head = ["start to first answer", "seconds", "range", *OF_PAIRS, "target", "verdict"]
    note = f"{NOTE} No containers: {reason}." if (reason := no_docker()) else NOTE
    return table("Starting a server, in pairs with docker run", [*head, "with imports"], rows, note)


def row(name: str, took: dict[str, list[float]]) -> list[str]:
    """Return a row of the table, without its last column."""
    share = ratios(took[name], took["docker"]) if "docker" in took else None
    verdict: Row = NO_TARGET
    if name in SHARES and share:
        verdict = at_most(SHARES[name], share, " x")
    elif name in SECONDS:
        verdict = at_most(SECONDS[name], took[name], " s")
    times = [WORDS[name], middle(took[name]), spread(took[name])]
    return [*times, *(of_pairs(share) if share else [""] * 3), *verdict]


START = Part(lambda: None, lambda: len(Starts(Path()).candidates()), measure)
