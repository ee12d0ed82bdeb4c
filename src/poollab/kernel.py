"""How a kernel is started that works for a command, not for somebody who looks at it."""

QUIET = ["--IPKernelApp.log_level=ERROR"]
"""Else it warns on stderr that it talks to its own machine without encryption."""
