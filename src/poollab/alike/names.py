"""The names in a syntax tree: which are a source's own, in which scope, and which are imported."""

import ast
from collections.abc import Iterable, Iterator

NAMES = {"id", "arg", "name", "rest"}
"""The fields of a syntax tree in which there are names."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Scope = dict[str, int | None]
"""The names of a scope, each with its number once it has one."""
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda, *COMPREHENSIONS)


def imports(body: list[ast.stmt]) -> dict[str, str]:
    """Return what the imported names of statements are: ``sleep`` may be ``asyncio.sleep``."""
    found = {}
    for node in nodes(body):
        if isinstance(node, ast.Import):
            for one in node.names:
                top = one.name.partition(".")[0]
                found[one.asname or top] = one.name if one.asname else top
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                found[one.asname or one.name] = f"{node.module}.{one.name}"
    return found


def nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield all nodes of some trees."""
    for one in body:
        yield from ast.walk(one)


def given_by(found: Iterable[ast.AST]) -> Scope:
    """Return the names that nodes give to the scope that they are in."""
    names: set[str] = set()
    outer: set[str] = set()
    for node in in_scope(found):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            outer.update(node.names)
        names.update(bound(node))
    return dict.fromkeys(names - outer)


def in_scope(found: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes and all in them, without what is in scopes of their own."""
    for node in found:
        yield node
        if not isinstance(node, SCOPES):
            yield from in_scope(ast.iter_child_nodes(node))


def bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node gives."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return
    if not isinstance(node, (ast.alias, ast.keyword)):
        found = (getattr(node, field, None) for field in NAMES)
        yield from (name for name in found if isinstance(name, str))
