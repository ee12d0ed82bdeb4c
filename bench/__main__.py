"""Run the parts of the bench that are asked for and print a table for each."""

import argparse
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `python bench` too

from bench import drivers, grading, http_load, lab, lesson, seats, starting, watching
from bench.rounds import Rounds
from poollab.errors import PoolLabError

PARTS = {
    "load": http_load.LOAD,
    "gap": http_load.GAP,
    "start": starting.START,
    "pgbench": drivers.PGBENCH,
    "watch": watching.WATCH,
    "lesson": lesson.LESSON,
    "lab": lab.LAB,
    "grade": grading.GRADE,
    "seats": seats.SEATS,
}
DEFAULT = [name for name in PARTS if name not in ("lab", "grade", "seats")]


RUNS = "runs a median is of (default 5); ask for more where a part can't tell"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the bench's arguments."""
    whole = argparse.ArgumentParser(prog="poollab bench", description=__doc__)
    parts = f"{', '.join(PARTS)}; when none is named, all but "
    parts += "lab, which downloads every package, grade, which takes half an hour a run, "
    parts += "and seats, which plays learners at a hub that runs: --runs 1 will do"
    whole.add_argument("parts", nargs="*", type=part, metavar="part", help=parts)
    whole.add_argument("--runs", type=int, default=5, help=RUNS)
    whole.add_argument("--quick", action="store_true", help="one short run: see that it works")
    return whole


def part(name: str) -> str:
    """Return the name if there is such a part."""
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"there is no part {name!r}, only {', '.join(PARTS)}")
    return name


def machine(runs: int, seconds: int) -> str:
    """Return a line on where and how the figures below came about."""
    memory = psutil.virtual_memory().total / 2**30
    busy = f"{psutil.cpu_percent(1):.0f} % of the processors busy before the start"
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}; {busy}. "
        f"Medians of {runs} alternated runs, {2 * runs} where load is measured by pairs, "
        f"{seconds} s each where load is sent."
    )


def bench(names: list[str], runs: int, seconds: int) -> int:
    """Measure the parts and print their tables; return how many parts failed."""
    failed = 0
    troubles = {name: PARTS[name].trouble() for name in names}
    counts = {name: PARTS[name].each_round() * runs for name in names if not troubles[name]}
    with tqdm(total=sum(counts.values()), desc="bench", unit="run", disable=None) as bar:
        done = 0
        for name in names:
            if trouble := troubles[name]:
                tqdm.write(f"\n{name}: not measured: {trouble}")
                continue
            try:
                tqdm.write(f"\n{PARTS[name].measure(Rounds(runs, seconds, bar))}")
            except (PoolLabError, subprocess.SubprocessError) as error:
                tqdm.write(f"\n{name}: failed: {error}")
                failed += 1
            done += counts[name]
            bar.update(done - bar.n)  # also when it failed half-way
    return failed


def main() -> int:
    """Do what the arguments ask for; return the exit code."""
    asked = parser().parse_args()
    names = [name for name in PARTS if name in (asked.parts or DEFAULT)]
    runs, seconds = (1, 1) if asked.quick else (max(1, asked.runs), 2)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        print(machine(runs, seconds), flush=True)
        return min(1, bench(names, runs, seconds))
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
