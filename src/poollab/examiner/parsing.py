"""Syntax trees of Python, made by one thread at a time."""

import ast
import threading

_one = threading.Lock()


def parse(source: str) -> ast.Module:
    """Return the tree of a module. Raises what ``ast.parse`` does.

    In CPython 3.11 two threads that make trees at once can meet a SystemError: they share what
    counts how deep a tree is (its issue 106905), and a garbage collection lets the other go on.
    """
    with _one:
        return ast.parse(source)
