"""Renews the locks: of everything, and for each image and the laptops their part of that."""

import subprocess
import sys
from pathlib import Path

WHOLE = "requirements.lock"
PARTS = {
    "docker/lab/seat.lock": [
        "pyproject.toml",
        "--extra",
        "cluster",
        "--group",
        "pyproject.toml:seat",
    ],
    "docker/hub/hub.lock": ["--group", "pyproject.toml:hub"],
    "docker/lab/answer.lock": ["--group", "pyproject.toml:answer"],
    "src/poollab/bundle/laptop.lock": ["pyproject.toml", "--group", "pyproject.toml:laptop"],
}
"""What each is to hold, besides what that depends on."""


def renew(root: Path, arguments: list[str]) -> int:
    """Write the locks of the project at ``root`` anew; return uv's exit code.

    ``arguments`` are for uv, such as ``--upgrade``. The parts follow.
    """
    failed = compiled(root, WHOLE, "pyproject.toml", "--group", "dev", "--group", "hub", *arguments)
    for lock, words in PARTS.items():
        failed = failed or compiled(root, lock, *words, "--constraint", WHOLE)
    return failed


def compiled(root: Path, lock: str, *words: str) -> int:
    """Write one lock with what these words ask of uv; return its exit code."""
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--quiet", "--custom-compile-command", "make lock",
        "--output-file", lock, *words,
    ]  # fmt: skip
    return subprocess.run(command, cwd=root).returncode
