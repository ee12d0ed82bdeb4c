"""Read a page of Markdown, a file or a notebook: its links with their lines, and its anchors."""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbformat import ValidationError, reader

from poollab.course import anchor as notebook_anchor


@dataclass
class Page:
    """The anchors of a page, and its links with their lines."""

    anchors: set[str] = field(default_factory=set)
    links: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path) -> Page:
    """Return the anchors and links of a Markdown file or a notebook, of a broken one none."""
    text = path.read_text(encoding="utf-8")
    page = Page()
    if path.suffix == ".md":
        add(page, text, 1, github_anchor)
        return page
    with contextlib.suppress(reader.NotJSONError, ValidationError):
        for cell in reader.reads(text).cells:
            if cell.cell_type == "markdown":
                source = text.find('"source"', text.find(f'"{cell.get("id")}"'))
                add(page, cell.source, text.count("\n", 0, source) + 2, notebook_anchor)
    return page


def add(page: Page, markdown: str, line: int, anchor: Callable[[str], str]) -> None:
    """Add what a piece of Markdown holds that starts at ``line``."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    used: Counter[str] = Counter()
    for before, token in zip([None, *tokens], tokens, strict=False):
        start = line + (token.map[0] if token.map else 0)
        if before and before.type == "heading_open":
            name = anchor(heading(token))
            page.anchors.add(f"{name}-{used[name]}" if used[name] else name)
            used[name] += 1
        for part, offset in parts(token):
            tags = Tags(part.content) if part.type.startswith("html") else None
            page.anchors |= tags.anchors if tags else set()
            targets = tags.links if tags else [part.attrGet("href"), part.attrGet("src")]
            page.links += [(start + offset, str(target)) for target in targets if target]


def parts(token: Token) -> Iterator[tuple[Token, int]]:
    """Yield a block and what is in it, each with its line counted from the block's first."""
    yield token, 0
    offset = 0
    for child in token.children or []:
        yield child, offset
        offset += child.type in ("softbreak", "hardbreak")


def heading(token: Token) -> str:
    """Return the words of a heading."""
    children = token.children or []
    return "".join(child.content for child in children if child.type in ("text", "code_inline"))


def github_anchor(words: str) -> str:
    """Return the anchor GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


class Tags(HTMLParser):
    """The links and anchors of HTML within Markdown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that lead somewhere or can be led to."""
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        self.anchors |= {value for name, value in attrs if name in ("id", "name") and value}
