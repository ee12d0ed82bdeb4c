"""The way in that needs nothing installed: ``python3 src/poollab lab``.

Every Python 3 can read this file, so that one that is too old or too new is told so in a line.
"""

import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 14)  # the newest that every locked package has builds for


def complaint(version: "tuple[int, ...]") -> "str | None":
    """Return what is wrong with a Python version and what to do, or None."""
    if OLDEST <= version[:2] <= NEWEST:
        return None
    return (
        "Pool Lab needs Python {}.{} or later, up to {}.{}; this is {}. Install one "
        "(from python.org, or your system's packages) and name it: make lab PYTHON=python3.13, "
        "on Windows: py -3.13 src/poollab lab"
    ).format(*OLDEST + NEWEST, ".".join(map(str, version)))


if __name__ == "__main__":
    problem = complaint(sys.version_info[:3])
    if problem:
        sys.exit(problem)
    # Run as a folder, Python would look for imports in the package itself.
    here = Path(__file__).resolve().parent
    sys.path[:] = [str(here.parent)] + [p for p in sys.path if Path(p).resolve() != here]

    from poollab.cli import main

    sys.exit(main())
