"""Groups of tests stay together, and the longest begin first."""

import os
import re
import subprocess
import sys
from pathlib import Path

from distribution import BY_ASSIGNMENT, LONGEST, group_of

from poollab import cli

TEST = """
import pytest

@pytest.mark.parametrize("assignment", ["leaks", "sizing", "async_pools"])
@pytest.mark.parametrize("place", range(5))
def test_one(assignment, place):
    pass
"""


def test_each_group_has_one_worker(tmp_path: Path) -> None:
    for name in ("aardvark", "answers", "zebra"):
        (tmp_path / f"test_{name}.py").write_text(TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "distribution", *cli.AT_ONCE],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True, text=True,
    )  # fmt: skip
    ran = re.findall(r"\[(gw\d+)\].* PASSED (\S+)", done.stdout)
    assert len(ran) == 45, done.stdout + done.stderr
    workers = {group_of(nodeid): worker for worker, nodeid in ran}
    assert all(worker == workers[group_of(nodeid)] for worker, nodeid in ran)
    assert len(workers) == 5 and len(set(workers.values())) == int(cli.AT_ONCE[1])
    first = {worker: group_of(nodeid) for worker, nodeid in reversed(ran)}
    assert {group.partition(".")[0] for group in first.values()} == {"test_answers"}


def test_the_longest_are_there() -> None:
    here = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert {*LONGEST, *BY_ASSIGNMENT} <= here
