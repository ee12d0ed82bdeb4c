"""Nothing of one machine is committed: no package registry, no absolute path of somebody's."""

import re
from pathlib import Path

FOREIGN = {
    "the address of a package registry": re.compile(
        r"\b[i]ndex-url\b|https?://[^\s\"'<>]*/simple\b|pythonhosted\.org|registry\.npmjs",
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w.:/-])/(?:home|Users|root)/[\w.]|\b[A-Z]:\\{1,2}Users\\",
    ),
}


def check(root: Path, files: list[Path]) -> list[str]:
    """Return a finding for each line that only makes sense on one machine."""
    here = re.compile(re.escape(str(root)) + r"\b")
    patterns = {**FOREIGN, "the path of this clone": here}
    return [
        f"{file.as_posix()}:{number}: {what}: {match[0]}"
        for file in files
        for number, line in enumerate(lines(root / file), start=1)
        for what, pattern in patterns.items()
        if (match := pattern.search(line))
    ]


def lines(path: Path) -> list[str]:
    """Return the lines of a text file; none of a binary one."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
