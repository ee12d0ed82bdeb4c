"""Facts: what the notebooks say of a library or a server, each held against the real thing.

A fact is a test in ``test_facts_<library>.py`` marked ``says`` with the cells that say it, such as
``"03/myth-three-why"`` or, of the appendices, ``"errors/queuepool-text"`` and
``"glossary/savepoint"``; its docstring is what they say. When a newer version makes one fail, the
summary names the sentences that are out of date.
"""

from collections.abc import Generator

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Run the facts that are coroutines, marked ``anyio``, on asyncio."""
    return "asyncio"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note for the summary which cells say what a fact holds."""
    report = yield
    mark = item.get_closest_marker("says")
    if mark and isinstance(item, pytest.Function):
        fact = " ".join((item.function.__doc__ or "").split())
        report.user_properties.append(("says", f"{', '.join(mark.args)}: {fact}"))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the sentences that do not hold."""
    failed = terminalreporter.stats.get("failed", [])
    said = {what for report in failed for name, what in report.user_properties if name == "says"}
    if said:
        terminalreporter.section("sentences of the lessons that do not hold here")
        for line in sorted(said):
            terminalreporter.write_line(line)
