"""How a kernel is started that works for a command, not for somebody who looks at it."""

import os

from poollab.environment import ROOT

QUIET = ["--IPKernelApp.log_level=ERROR"]
"""Else it warns on stderr that it talks to its own machine without encryption."""

NOBODY = {"POOLLAB_PROGRESS": str(ROOT / "build" / "nobody" / "progress.json"), "POOLLAB_WALL": ""}
"""Variables for its environment: else a lesson shows what the learner here has guessed, and the
room's wall what the command has run."""

PUBLISHING = {"POOLLAB_PUBLISHING": "1"}
"""A variable for its environment when its outputs become a page."""


def publishing() -> bool:
    """Return whether outputs become a page: they then hold what it needs to do without a kernel."""
    return bool(os.environ.get("POOLLAB_PUBLISHING"))
