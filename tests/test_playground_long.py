"""Ten minutes of play in a notebook: what is then left of it, and what the kernel takes."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from browsing import Jupyter
from playwright.sync_api import Page, expect
from test_playground_browser import OPEN, Opened, write
from waiting import until

from poollab.playground.play import LONGEST
from poollab.playground.settings import CONTROLS, Choice
from poollab.playground.trouble import BUTTONS

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.timeout(LONGEST + 300)]

PID = "import os; print(os.getpid())"
LEFT = """
import threading

ours = [one.name for one in threading.enumerate() if one.name.startswith(("poollab", "serve http"))]
print(ours, play.db._host._folder.exists())
"""
NUMBERS = {
    "size": (1, 2, 5, 20, 200), "overflow": (0, 1, 10), "timeout": (0.05, 1, 10),
    "clients": (0, 2, 30, 300), "rate": (1, 100, 2000), "query_ms": (0, 5, 20, 500),
    "max_connections": (10, 30, 100),
}  # fmt: skip
ALL = [*CONTROLS, *BUTTONS]
LAST = 30
"""So many seconds before its end the playground is left alone."""
MEMORY = 250e6
"""Bytes that a kernel with a playground may take."""


def turns() -> Iterator[tuple[str, str]]:
    """Yield what to turn and to what, or what to press: all in one order after another."""
    chance = random.Random(17)
    while True:
        for name in chance.sample(ALL, len(ALL)):
            control = CONTROLS.get(name)
            values = control.options if isinstance(control, Choice) else NUMBERS.get(name, ("",))
            yield name, str(chance.choice(values))


def there(kernel: psutil.Process) -> tuple[list[str], set[object]]:
    """Return what a kernel has: its processes, and its ports and connections."""
    children = sorted(child.name() for child in kernel.children(recursive=True))
    return children, {(one.laddr, one.raddr) for one in kernel.net_connections("inet")}


def test_ten_minutes_of_play_leave_nothing_behind(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    opened = Opened(page, lab.address(write(tmp_path, PID, OPEN, LEFT)))
    kernel = psutil.Process(int(printed(opened, 0)))
    before, most = there(kernel), 0
    opened.run(1)
    play_until = time.monotonic() + LONGEST - LAST
    for name, value in turns():
        if time.monotonic() > play_until:
            break
        if name in BUTTONS:
            opened.press(name.capitalize())
        else:
            opened.set(name, value)
        most = max(most, kernel.memory_info().rss)
        page.wait_for_timeout(500)  # as fast as a person plays; nothing is waited for
    expect(opened.panel.locator(".state")).to_contain_text("ended")
    until(lambda: there(kernel) == before, "its processes and connections end")
    until(lambda: printed(opened, 2) == "[] False", "its threads end")
    assert most < MEMORY


def printed(opened: Opened, place: int) -> str:
    """Run a cell; return what it prints."""
    return opened.run(place).locator(".jp-OutputArea-output").inner_text().strip()
