"""Links in Markdown files and notebooks lead somewhere in the project; nothing is fetched."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from poollab.lint.pages import Page, read


def check(root: Path, files: list[Path]) -> list[str]:
    """Return a finding for each relative link or anchor that leads nowhere."""
    pages = {file: read(root / file) for file in files if file.suffix in (".md", ".ipynb")}
    there = {place for file in files for place in (file, *file.parents)}
    return [
        f"{path.as_posix()}:{line}: link to {target}: {message}"
        for path, page in pages.items()
        for line, target in page.links
        if (message := trouble(path, target, pages, there))
    ]


def trouble(path: Path, target: str, pages: dict[Path, Page], there: set[Path]) -> str | None:
    """Return what is wrong with a link on the page ``path``, or None."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    if parts.path.startswith("/"):
        return "write it relative to this file"
    to = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
    if to not in there:
        return "git has no such file"
    if parts.fragment and to in pages and unquote(parts.fragment) not in pages[to].anchors:
        return "no such heading"
    return None
