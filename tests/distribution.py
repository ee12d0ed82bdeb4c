"""Which tests run one after another in one worker, and which groups of them begin first.

What a file's tests share, a server, a lab, a browser, is started once where one worker has all
of them.
"""

import re

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from poollab.examiner import tasks

# The longest files of tests: what is begun last is waited for, with nothing beside it.
LONGEST = ("hub_room", "hub_day", "compose", "answers", "lesson_04", "view_browser", "browser",
           "predict_browser", "examiner", "lesson_02",
           "lesson_07", "lesson_06", "pod", "assignment_browser", "pgbouncer", "assignments",
           "lesson_03", "lesson_05", "exercises", "examiner_limits", "lab_image", "lesson_01",
           "cases", "handing_in", "submission", "grade")  # fmt: skip
HUBS = ("hub_room", "hub_day")  # one hub after another: each has containers of a whole room
BY_ASSIGNMENT = ("answers", "assignments")


def group_of(nodeid: str) -> str:
    """Return the group of a test: its file, or of a long one the part for an assignment.

    What looks at a lesson's outputs goes with the tests that run it: a worker keeps its runs.
    """
    path, _, test = nodeid.partition("::")
    if name_of(path) in HUBS:
        return "hubs"
    if name_of(path) == "accessible" and (number := re.search(r"lesson\[(\d)\]", test)):
        return path.replace("accessible", f"lesson_0{number[1]}")
    if name_of(path) in BY_ASSIGNMENT:
        path += "".join(re.findall("|".join(tasks.ASSIGNMENTS), test.partition("[")[2])[:1])
    return path


def name_of(path: str) -> str:
    """Return the name of a file of tests, without what all have in common."""
    return path.rpartition("/")[2].removeprefix("test_").removesuffix(".py")


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a group to one worker, in the order in which the groups were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByGroup:
    """Have xdist give out the tests so."""
    return ByGroup(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(name_of(item.path.name), len(order)))
