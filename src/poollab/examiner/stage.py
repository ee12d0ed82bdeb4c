"""The learner's process: it runs an answer and serves it, and judges nothing."""

import asyncio
import gc
import inspect
import itertools
import json
import math
import os
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

ANSWER = "<your answer>"
MOST_RAISED = 20  # errors that are told: a pipe that nobody reads takes no more than so much


class Unplayable(Exception):
    """The answer can't be served; the message says why."""


def play(pipe: Connection, given: str, source: str, name: str, arguments: tuple[Any, ...]) -> None:
    """Run the given cells and the answer, serve what comes of it until the examiner is gone.

    Sends ``["serving", url]`` or ``["failed", sentence]``. Of the errors that the app
    does not catch, it sends the first as ``["raised", sentence]``. Told to ``end``, it ends the
    app, but not the process, and sends ``["ended", ""]``. ``name`` is the function that the
    answer defines: called with ``arguments`` it returns an app. Without any it is what is served:
    ``POST /call`` with a list of arguments calls it.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # so that all it starts can be ended with it
    _silence()
    ending = threading.Event()
    threading.Thread(target=_listen, args=[pipe, ending], daemon=True).start()
    gc.disable()  # what only the garbage collector would bring back is lost, and at every run
    from poollab.server import serve

    try:
        function = defined(given, source, name)
        app = app_of(function, arguments) if arguments else calls_of(function)
        with serve(watched(app, pipe), name="answer") as place:
            _say(pipe, "serving", place.url)
            ending.wait()
            place.stop()
    except Unplayable as problem:
        _say(pipe, "failed", str(problem))
    except BaseException as error:
        _say(pipe, "failed", f"the app does not start: {located(error)}")
    os._exit(1)  # whatever threads the answer has left running


def _silence() -> None:
    """Part from the examiner's own input and output, where verdicts are written."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _listen(pipe: Connection, ending: threading.Event) -> None:
    """Pass on that the app should end; leave when the examiner closes the pipe, or is killed."""
    try:
        while True:
            pipe.recv_bytes()
            ending.set()
    finally:
        os._exit(0)


def watched(app: Callable[..., Any], pipe: Connection) -> Callable[..., Any]:
    """Return the app, but that its errors are told, and its loop stays when its lifespan has ended.

    A loop that closes would close what the app has left open, and nobody could see it.
    """
    raised = itertools.count()

    async def noted(scope: Any, receive: Any, send: Any) -> None:
        async def telling(message: Any) -> None:
            kind = message["type"]
            if kind == "lifespan.shutdown.failed":
                lines = message.get("message", "").strip().splitlines() or ["its lifespan fails"]
                _say(pipe, "failed", lines[-1][:200])
            if kind == "lifespan.shutdown.complete":
                _say(pipe, "ended", "")
                await asyncio.Event().wait()
            await send(message)

        try:
            await app(scope, receive, telling if scope["type"] == "lifespan" else send)
        except Exception as error:
            if scope["type"] == "http" and next(raised) < MOST_RAISED:
                _say(pipe, "raised", located(error))
            raise

    return noted


def _say(pipe: Connection, *words: str) -> None:
    """Tell the examiner, as JSON: it must not unpickle what an answer may have written."""
    pipe.send_bytes(json.dumps(words).encode())


def defined(given: str, source: str, name: str) -> Callable[..., Any]:
    """Return the function that the answer defines. Raises Unplayable."""
    namespace: dict[str, Any] = {"__name__": "answer"}
    exec(compile(given, "<given>", "exec"), namespace)
    before = namespace.get(name)
    try:
        exec(compile(source, ANSWER, "exec"), namespace)
    except SyntaxError as error:
        raise Unplayable(f"line {error.lineno} is no Python: {error.msg}") from error
    except BaseException as error:
        raise Unplayable(f"the cell does not run: {located(error)}") from error
    found = namespace.get(name)
    if found is before or not callable(found):
        raise Unplayable(f"there is no function {name} in the cell")
    return found  # type: ignore[no-any-return]


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
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}{where}" if words else f"{type(error).__name__}{where}"
