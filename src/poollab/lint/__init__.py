"""What must hold of every committed file: ``make lint``."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from poollab.errors import PoolLabError
from poollab.lint import contracts, lengths, links, locked, notebooks, private, tools

CHECKS = (tools.mypy, tools.ruff, tools.formatting, notebooks.check, lengths.check, links.check,
          locked.check, private.check, contracts.check)  # fmt: skip


def report(root: Path) -> int:
    """Print how long the lessons are, and every finding; return 1 if there is any, else 0."""
    found = findings(root)
    print(*lengths.lengths(root), sep="\n")
    print("\n".join([*found, f"{len(found)} to mend." if found else "Lint: nothing to mend."]))
    return 1 if found else 0


def findings(root: Path) -> list[str]:
    """Return every finding about the project at ``root``, as ``file:line: message``."""
    files = committed(root)
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda check: check(root, files), CHECKS)
        return [line for lines in found for line in lines]


def committed(root: Path) -> list[Path]:
    """Return the files git keeps or is about to, relative to ``root``."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    try:
        done = subprocess.run(ask, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PoolLabError("Lint asks git for the files: run it in a git clone.") from error
    return [Path(name) for name in done.stdout.split("\0") if name and (root / name).is_file()]
