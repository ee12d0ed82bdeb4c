"""A formula is asked: what it answers is compared with the course's own, or must be refused."""

import ast
import math
from typing import Any

from poollab.examiner.calls import Calls
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

EXACT = 1e-6  # relative: other ways of reckoning differ less


def own_work(exam: Examination) -> None:
    """See that the answer reckons for itself. Raises Missed."""
    if "queueing" in _named(exam.source):
        raise Missed(
            "The answer uses poollab.queueing, and that is what the examiner compares it with: "
            "here the formula is to be your own. The text above has it in words."
        )


def _named(source: str) -> set[str]:
    """Return all parts of the names and of the short texts in a source."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()  # the learner's process will say so
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names]
            modules.append(getattr(node, "module", None) or "")
            found.update(part for module in modules for part in module.split("."))
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(node.value.split(".") if node.value.startswith("poollab.") else [])
    return found


class Asked:
    """A function of the answer, asked by name; each refusal says what was asked."""

    def __init__(self, calls: Calls, name: str, *arguments: str) -> None:
        """Ask it through ``calls``; ``arguments`` are the names of its arguments."""
        self._calls, self._name, self._arguments = calls, name, arguments

    async def near(self, expected: float, *values: Any, look: str, within: float = EXACT) -> None:
        """See that it returns a number near enough. Raises Missed."""
        seen = await self._number(expected, values, look)
        if not math.isclose(seen, expected, rel_tol=within, abs_tol=1e-12):
            raise self._missed(values, f"expected {expected:.6g}", f"{seen:.6g}", look)

    async def exactly(self, expected: int, *values: Any, look: str) -> None:
        """See that it returns this whole number. Raises Missed."""
        seen = await self._number(expected, values, look)
        if not isinstance(seen, int):
            look = "Connections are counted: return a whole number, an int."
        if seen != expected or not isinstance(seen, int):
            raise self._missed(values, f"expected {expected}", f"{seen}", look)

    async def refuses(self, *values: Any, look: str) -> None:
        """See that it raises a ValueError. Raises Missed."""
        seen = await self._calls.call(*values)
        if not isinstance(seen, tuple):
            raise self._missed(values, "expected a ValueError", f"the result {seen}", look)
        kinds, words = seen
        if "ValueError" not in kinds:
            raise self._missed(values, "expected a ValueError", words, look)

    async def _number(self, expected: float, values: tuple[Any, ...], look: str) -> float:
        seen = await self._calls.call(*values)
        if isinstance(seen, tuple):
            kinds, words = seen
            look = _of_a_value(kinds, look)
            raise self._missed(values, f"expected {expected:.6g}", words, look)
        if isinstance(seen, bool) or not isinstance(seen, int | float):
            raise self._missed(values, f"expected {expected:.6g}", f"{seen!r:.60}", look)
        return seen

    def _missed(self, values: tuple[Any, ...], expected: str, seen: str, look: str) -> Missed:
        given = ", ".join(f"{n}={v!r}" for n, v in zip(self._arguments, values, strict=True))
        return Missed(f"{self._name}({given}): {expected}, seen {seen}. {look}".strip())


def _of_a_value(kinds: tuple[str, ...], look: str) -> str:
    """Return where to look if an error is one of values; what the code stumbled on says itself."""
    return look if {"ValueError", "ArithmeticError"} & set(kinds) else ""
