"""Whether an answer reckons for itself, or has the course's own formulas do it."""

import ast
from collections.abc import Iterator

from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

COURSE, FORMULAS = "poollab", "queueing"
BY_NAME = ("import_module", "__import__")


def own_work(exam: Examination) -> None:
    """See that the answer reckons for itself. Raises Missed."""
    if any({COURSE, FORMULAS} <= set(path.split(".")) for path in used(exam.source)):
        raise Missed(
            "The answer uses poollab.queueing, and that is what the examiner compares it with: "
            "here the formula is to be your own. The text above has it in words."
        )


def used(source: str) -> Iterator[str]:
    """Yield what a source uses of what it imports, as dotted paths: ``poollab.draw.bars``."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return  # the learner's process will say so
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= imported(node)
    yield from names.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.setdefault(node.targets[0].id, path_of(node.value, names))
        if isinstance(node, ast.expr):
            yield path_of(node, names)


def imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """Return the names that an import makes, each with the path that it stands for."""
    if isinstance(node, ast.ImportFrom):
        return {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    whole = {one.asname or one.name: one.name for one in node.names}
    return {name.split(".")[0]: name.split(".")[0] for name in whole} | whole


def path_of(node: ast.expr, names: dict[str, str]) -> str:
    """Return the path that an expression stands for, as far as imports tell; else nothing."""
    match node:
        case ast.Name(id=name):
            return names.get(name, "")
        case ast.Attribute(value=value, attr=name):
            there = path_of(value, names)
            return f"{there}.{name}" if there else ""
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            return f"{path_of(value, names)}.{name}"
        case ast.Call(func=ast.Name(id=by) | ast.Attribute(attr=by), args=[
            ast.Constant(value=str(name)), *_
        ]) if by in BY_NAME:  # fmt: skip
            return name
        case ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Constant(value=name)):
            return str(name)
    return ""
