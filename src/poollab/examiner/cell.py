"""The cell of an answer: run, and what comes of it: a function, an app, or the reason why not."""

import ast
import asyncio
import inspect
import linecache
import math
import re
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

ANSWER = "<your answer>"
LONGEST = 300  # characters of an error's words
COMMAND = re.compile(r"\s*(\w+ *= *)?(%|!|\?+\w)|.*\w\?+\s*$")  # %%time, !pip, x = !ls, x?


class Unplayable(Exception):
    """The answer can't be served; the message says why."""


def defined(given: str, source: str, name: str, began: Callable[[], None]) -> Callable[..., Any]:
    """Return the function that the answer defines. Raises Unplayable.

    ``began`` is called when the given cells have run, and the answer is next.
    """
    # dataclasses, annotations kept as text and pickle look their module up by its name
    module = sys.modules["answer"] = ModuleType("answer")
    namespace = vars(module)
    exec(compile(given, "<given>", "exec"), namespace)
    before = namespace.get(name)
    began()
    if "\0" in source:
        line = source[: source.index("\0")].count("\n") + 1
        raise Unplayable(f"line {line} has a NUL character in it: write that line anew")
    try:
        run(source, namespace)
    except SyntaxError as error:
        raise Unplayable(no_python(source, error)) from error
    except BaseException as error:
        raise Unplayable(f"the cell does not run: {located(error)}") from error
    found = namespace.get(name)
    if found is before or not callable(found):
        raise Unplayable(f"there is no function {name} in the cell")
    return found  # type: ignore[no-any-return]


def no_python(source: str, error: SyntaxError) -> str:
    """Return what is wrong in a source that Python can't read."""
    lines = source.splitlines()[(error.lineno or 0) - 1 :] if error.lineno else []
    if not lines:
        return f"the cell is no Python: {error.msg}"
    if COMMAND.match(lines[0]):
        return (
            f"line {error.lineno} is a command of the notebook ({_short(lines[0])}): outside of it "
            "there are none, so take it out"
        )
    return f"line {error.lineno} is no Python: {error.msg}"


def run(source: str, namespace: dict[str, Any]) -> None:
    """Run the cell as a notebook would, which may await and shows its lines in a traceback."""
    linecache.cache[ANSWER] = (len(source), None, source.splitlines(keepends=True), ANSWER)
    code = compile(source, ANSWER, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    waits = eval(code, namespace)
    if inspect.iscoroutine(waits):
        asyncio.run(waits)


def app_of(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Callable[..., Any]:
    """Return the app that the function makes. Raises Unplayable."""
    try:
        app = function(*arguments)
    except BaseException as error:
        raise Unplayable(f"calling it fails: {located(error)}") from error
    if inspect.iscoroutine(app):
        app.close()
        raise Unplayable("it is an async def, and should be a def that returns the app")
    if not callable(app):
        raise Unplayable(f"it returns {app!r:.60}, and should return the app")
    return app  # type: ignore[no-any-return]


def calls_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an app that calls the function: arguments in, result or error out, as JSON."""
    from fastapi import Body, FastAPI

    app = FastAPI()

    @app.post("/call")
    def call(arguments: list[Any] = Body()) -> dict[str, Any]:  # noqa: B008
        try:
            result = function(*arguments)
            if inspect.iscoroutine(result):
                result.close()
                return {"error": ["Coroutine"], "words": "it is an async def, and should be a def"}
            if not _is_json(result):
                result = f"{result!r:.60}"
            return {"result": result}
        except Exception as error:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            return {"error": kinds, "words": located(error)}

    return app


def _is_json(value: object) -> bool:
    """Return whether JSON has a word for it: for nan and infinity it has none."""
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, int | str | list)


def located(error: BaseException) -> str:
    """Return an error in a line, with the line of the answer that it comes from."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == ANSWER
    ]  # fmt: skip
    where = f" (line {lines[-1]} of the cell)" if lines else ""
    words = _short(str(error))
    if type(error) is NameError:
        where += "; an answer is examined alone, so what it uses must stand in its cell"
    return f"{type(error).__name__}: {words}{where}" if words else f"{type(error).__name__}{where}"


def _short(words: str) -> str:
    """Return an error's words in a line, without what SQLAlchemy adds to those of the driver."""
    words = " ".join(re.split(r"\[SQL:|\(Background on this error", words)[0].split())
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
