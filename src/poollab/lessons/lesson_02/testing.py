"""A folder of tests that cells write, and pytest run on them in a process of its own."""

import os
import re
import subprocess
import sys

from poollab.lessons.folder import folder

PYTEST = [
    "-m",
    "pytest",
    "-q",
    "--color=no",
    "--tb=line",
    "-p",
    "anyio.pytest_plugin",
    "-p",
    "no:cacheprovider",
]


def pytest_says(url: str, without: str = "") -> tuple[str, str]:
    """Run the tests in :func:`folder`, their database at ``url``; return the counts and the error.

    ``without`` leaves a line of ``conftest.py`` out for this run. Raises ``ValueError`` when
    no line contains it.
    """
    conftest = folder() / "conftest.py"
    whole = conftest.read_text(encoding="utf-8")
    lines = [line for line in whole.splitlines() if not without or without not in line]
    if without and len(lines) == len(whole.splitlines()):
        raise ValueError(f"No line of conftest.py has {without}")
    conftest.write_text("\n".join(lines), encoding="utf-8")
    try:
        return _outcome(url)
    finally:
        conftest.write_text(whole, encoding="utf-8")


def _outcome(url: str) -> tuple[str, str]:
    """Run pytest in a process of its own: its tests have event loops of their own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    quick = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run(
        [sys.executable, *PYTEST, "."],
        cwd=folder(), env=own | quick | {"DATABASE_URL": url},
        capture_output=True, text=True,
    ).stdout  # fmt: skip
    error = re.search(r"^E +(.*)", said, re.MULTILINE)
    counts = re.search(r"(.*) in [\d.]+s", said)
    return (counts[1] if counts else said), (_short(error[1]) if error else "")


def _short(error: str) -> str:
    """Return an error's class and its last words, which have the reason."""
    kind, _, words = error.partition(": ")
    return f"{kind}: … {' '.join(words.split()[-5:])}" if len(words) > 60 else error
