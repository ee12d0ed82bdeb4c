"""The normal form of an answer: how it is built, without names, words to readers, and layout.

Names that the answer gives are numbered as they come, be they of variables, parameters, functions
or attributes; names of libraries are whole, however they were imported. Comments, documentation,
annotations without a call in them, and what a cell does besides defining, are left out.
"""

import ast
from collections.abc import Iterator, Mapping

from poollab.alike.names import FUNCTIONS, NAMES, SCOPES, Scope, given_by, nodes

SKIPPED = {"ctx", "kind", "type_comment", "type_params", "returns"}


class Normal:
    """Says how statements are built, and counts their nodes."""

    def __init__(self, body: list[ast.stmt], imported: Mapping[str, str]) -> None:
        """Look which names are the answer's own."""
        found = list(nodes(body))
        self.methods = {
            one.name for node in found if isinstance(node, ast.ClassDef)
            for one in node.body if isinstance(one, FUNCTIONS)
        }  # fmt: skip
        stored = {
            node.attr for node in found
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        }  # fmt: skip
        self.attributes: Scope = dict.fromkeys(self.methods | stored)
        self.scopes = [given_by(body)]
        self.imported = imported
        self.counted = 0
        self.size = 0

    def said(self, node: object) -> str:
        """Return how a node is built, or a list of nodes, or what is no node."""
        if isinstance(node, list):
            return f"[{','.join(filter(None, map(self.said, node)))}]"
        if not isinstance(node, ast.AST):
            return repr(node)
        if is_silent(node):
            return ""
        if isinstance(node, ast.AnnAssign) and node.value:
            return self.said(ast.Assign([node.target], node.value))
        self.size += 1
        if dotted := self.dotted(node):
            return f"<{dotted}>"
        return f"{type(node).__name__}({','.join(self.inside(node))})"

    def inside(self, node: ast.AST) -> list[str]:
        """Return what is said of the fields of a node, which may have names of its own."""
        if not isinstance(node, SCOPES):
            return list(self.fields(node))
        self.scopes.append(given_by(ast.iter_child_nodes(node)))
        try:
            return list(self.fields(node))
        finally:
            self.scopes.pop()

    def fields(self, node: ast.AST) -> Iterator[str]:
        """Yield what is said of each field of a node."""
        for field, value in ast.iter_fields(node):
            if field in SKIPPED or (field == "annotation" and not calls(value)):
                continue
            if field == "keywords" and isinstance(node, ast.Call) and self.is_own(node.func):
                yield self.said([one.value for one in value])
            elif field == "attr" or (field == "name" and self.is_method(node)):
                yield self.numbered(self.attributes, value) if value in self.attributes else value
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                yield ",".join(map(self.named, value))
            elif field in NAMES and value and not isinstance(node, ast.keyword):
                yield self.named(value)
            else:
                yield self.said(value)

    def named(self, name: str) -> str:
        """Return a name, or its number if it is the answer's own: one in each scope that has it."""
        scope = self.scope_of(name)
        return name if scope is None else self.numbered(scope, name)

    def scope_of(self, name: str) -> Scope | None:
        """Return the innermost scope that has a name; None if it is not the answer's own."""
        return next((scope for scope in reversed(self.scopes) if name in scope), None)

    def numbered(self, scope: Scope, name: str) -> str:
        """Return the number of a name; those that mean something to Python stay."""
        if name.startswith("__"):
            return name
        if scope[name] is None:
            self.counted += 1
            scope[name] = self.counted
        return f"_{scope[name]}"

    def is_own(self, function: ast.AST) -> bool:
        """Return whether a function that is called is the answer's own."""
        return isinstance(function, ast.Name) and self.scope_of(function.id) is not None

    def is_method(self, node: ast.AST) -> bool:
        """Return whether a node is the function of a class."""
        return isinstance(node, FUNCTIONS) and node.name in self.methods

    def dotted(self, node: ast.AST) -> str:
        """Return what is used of a library, such as ``asyncio.sleep``; else nothing."""
        if isinstance(node, ast.Name) and self.scope_of(node.id) is None:
            return self.imported.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := self.dotted(node.value)):
            return f"{base}.{node.attr}"
        return ""


def calls(annotation: ast.AST | None) -> bool:
    """Return whether an annotation does something, such as ``Annotated[…, Depends(lend)]``."""
    return annotation is not None and any(isinstance(one, ast.Call) for one in ast.walk(annotation))


def is_silent(node: ast.AST) -> bool:
    """Return whether a node says nothing of how an answer is built."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return True
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))
