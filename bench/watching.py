"""What it costs to watch a pool and to show it, in a kernel, and how late the view is."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from jupyter_client.manager import KernelManager

from bench.rounds import Part, Rounds
from bench.tables import OF_PAIRS, at_least, at_most, middle, of_pairs, ratios, spread, table
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.kernel import QUIET

HOW = ("not watched", "recorded", "shown")
CLIENTS = 50
SHARE = 0.95  # of the throughput is left while the pool is watched
LATE, UPDATES, MEGABYTES = 200, 9, 20  # milliseconds; a second; for ten minutes
CHANGES = 20
LIMIT = 60  # seconds for one call, on the failing path


class Kernel:
    """A kernel as a front end has it: what it sends is received here, frames with their time."""

    def __init__(self) -> None:
        self.manager = KernelManager()
        self.manager.start_kernel(extra_arguments=QUIET, cwd=str(ROOT))
        self.client: Any = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)
        self.frames: list[tuple[float, dict[str, Any]]] = []

    def call(self, code: str) -> Any:
        """Run code; return what it printed as JSON. PoolLabError when it fails."""
        run, printed = self.client.execute(code), []
        deadline = time.monotonic() + LIMIT
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
            content, kind = message["content"], message["msg_type"]
            if kind == "comm_msg" and "frame_json" in content["data"].get("state", {}):
                frame = json.loads(content["data"]["state"]["frame_json"])
                self.frames.append((time.time(), frame))
            if message["parent_header"].get("msg_id") != run:
                continue
            if kind == "stream":
                printed.append(content["text"])
            if kind == "error":
                raise PoolLabError(f"in the kernel: {content['ename']}: {content['evalue']}")
            if kind == "status" and content["execution_state"] == "idle":
                return json.loads("".join(printed) or "null")

    def close(self) -> None:
        """End it, and what it has started."""
        self.call("watched.STACK.close()")
        self.client.stop_channels()
        self.manager.shutdown_kernel()


@contextmanager
def kernel() -> Iterator[Kernel]:
    """Give a kernel whose app is warm."""
    with_kernel = Kernel()
    try:
        with_kernel.call(f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from bench import watched")
        with_kernel.call("watched.served()")
        yield with_kernel
    finally:
        with_kernel.close()


def lateness(within: Kernel) -> tuple[list[float], float]:
    """Return how late each change arrived, in milliseconds, and the frames a second."""
    within.frames.clear()
    times = within.call(f"watched.changes({CHANGES})")
    frames, late = within.frames, []
    for n, changed in enumerate(times):
        wanted = 1 - n % 2
        arrived = next(
            (at for at, one in frames if at >= changed and one["in_use"] == wanted), sys.maxsize
        )
        late.append(1000 * (arrived - changed))
    return late, (len(frames) - 1) / (frames[-1][0] - frames[0][0])


def measure(rounds: Rounds) -> str:
    """Return the tables."""
    with kernel() as within:
        call = "watched.rate({!r}, {}, {})".format
        found = rounds.pairs({
            how: partial(within.call, call(how, CLIENTS, rounds.seconds)) for how in HOW
        })  # fmt: skip
        shows = [lateness(within) for _ in range(rounds.runs)]
        taken = within.call(f"watched.memory({2 * rounds.seconds})") / 2**20
    rows = []
    for how in HOW:
        pairs = ratios(found[how], found["not watched"])
        share = [*of_pairs(pairs), *at_least(SHARE, pairs)] if how != "not watched" else [""] * 5
        rows.append([how, middle(found[how], 0), *share])
    head = ["pool", "requests/s", *OF_PAIRS, "target", "verdict"]
    title = f"Share of the throughput that watching leaves, {CLIENTS} clients, in a kernel"
    cost = table(title, head, rows)
    late = [one for each, _ in shows for one in each]
    paces = [pace for _, pace in shows]
    rows = [
        ["change to message, ms", middle(late, 0), spread(late, 0), *at_most(LATE, [max(late)])],
        ["updates a second", middle(paces, 1), spread(paces, 1), *at_least(UPDATES, paces)],
        ["ten minutes, MB", f"{taken:.1f}", "", *at_most(MEGABYTES, [taken])],
    ]
    note = (
        f"The greatest of {len(late)} changes counts; a browser then draws it. The memory is"
        " that of a recording under this load, projected."
    )
    return f"{cost}\n\n" + table(
        "The view", ["", "median", "range", "target", "verdict"], rows, note
    )


WATCH = Part(lambda: None, lambda: 2 * len(HOW), measure)
