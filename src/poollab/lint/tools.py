"""What ruff and mypy find."""

import subprocess
import sys
from pathlib import Path


def ruff(root: Path, files: list[Path]) -> list[str]:
    """Return ruff's findings in code and notebooks."""
    return run(root, "ruff", "check", "--quiet", "--output-format", "concise")


def formatting(root: Path, files: list[Path]) -> list[str]:
    """Return a finding for each file that ``ruff format`` would change."""
    return run(root, "ruff", "format", "--check", "--quiet", "--output-format", "concise")


def mypy(root: Path, files: list[Path]) -> list[str]:
    """Return mypy's findings."""
    return run(root, "mypy", "--no-error-summary", "--no-pretty", "--no-color-output")


def run(root: Path, tool: str, *arguments: str) -> list[str]:
    """Return the lines a tool prints when it has something to say."""
    done = subprocess.run(
        [sys.executable, "-m", tool, *arguments], cwd=root, capture_output=True, text=True
    )
    if done.returncode > 1:  # it could not do its work
        said = " ".join((done.stdout + done.stderr).split())
        return [f"pyproject.toml:1: {tool} stopped: {said}"]
    return done.stdout.splitlines() if done.returncode else []
