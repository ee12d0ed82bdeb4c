"""How a kernel is started that works for a command, not for somebody who looks at it."""

from poollab.environment import ROOT

QUIET = ["--IPKernelApp.log_level=ERROR"]
"""Else it warns on stderr that it talks to its own machine without encryption."""

NOBODY = {"POOLLAB_PROGRESS": str(ROOT / "build" / "nobody" / "progress.json"), "POOLLAB_WALL": ""}
"""Variables for its environment: else a lesson shows what the learner here has guessed, and the
room's wall what the command has run."""
