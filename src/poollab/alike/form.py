"""The normal form of a source in short: a digest, which is the same for answers that are alike."""

import ast
import hashlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from poollab.alike.names import imports
from poollab.alike.normal import Normal


@dataclass(frozen=True)
class Form:
    """The normal form of an answer, in short."""

    digest: str
    size: int
    """How many nodes of the syntax tree it has."""


def form(
    source: str, imported: Mapping[str, str] | None = None, given: frozenset[str] = frozenset()
) -> Form:
    """Return the normal form of a source.

    ``imported`` are names that it may use without importing them, and what they are; statements
    whose digest is ``given`` don't count. What is no Python has its text for its form.
    """
    try:
        body = parsed(source)
        known = {**(imported or {}), **imports(body)}
        alone = [one for one in body if not isinstance(one, ast.Expr)]
        kept = [one for one in alone if not given or formed([one], known).digest not in given]
        return formed(kept, known)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = "".join(source.split())
        return Form(digest(text), len(text) // 4)


def forms(source: str, imported: Mapping[str, str]) -> Iterator[Form]:
    """Yield the normal form of each statement of a source of ours."""
    body = parsed(source)
    for one in body:
        yield formed([one], {**imported, **imports(body)})


def parsed(source: str) -> list[ast.stmt]:
    """Return the statements of a source; warnings of its own style are nobody's business here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source).body


def formed(body: list[ast.stmt], imported: Mapping[str, str]) -> Form:
    """Return the normal form of statements."""
    normal = Normal(body, imported)
    return Form(digest(normal.said(body)), normal.size)


def digest(text: str) -> str:
    """Return a digest of a text, whatever is in it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
