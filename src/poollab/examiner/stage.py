"""The learner's process: it runs an answer and serves it, and judges nothing."""

import asyncio
import gc
import itertools
import json
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from poollab.examiner import apart
from poollab.examiner.cell import Unplayable, app_of, calls_of, defined, located
from poollab.examiner.clock import Clock
from poollab.examiner.link import Link

Pipe = Connection | Link

CPU_SECONDS = 90  # more than any examination lasts
MOST_RAISED = 20  # errors that are told: a pipe that nobody reads takes no more than so much


def play(pipe: Pipe, given: str, source: str, name: str, arguments: tuple[Any, ...]) -> None:
    """Run the given cells and the answer, serve what comes of it until the examiner is gone.

    Sends ``["began", ""]`` when the answer is next, then ``["serving", url]`` or
    ``["failed", sentence]``. Of the errors that the app does not catch, it sends the first as
    ``["raised", sentence]``. Told to ``end``, it ends the app, but not the process, and sends
    ``["ended", ""]``; told a number, it puts the clock of the app's event loop forward by so many
    seconds, and sends ``["passed", ""]``. ``name`` is the function that the answer defines: called
    with ``arguments`` it returns an app. Without any it is what is served: ``POST /call`` with a
    list of arguments calls it.
    """
    apart.show()  # the examiner looks at its files and connections
    apart.adopt()
    if hasattr(os, "setsid"):
        os.setsid()  # so that all it starts can be ended with it
        limit_cpu(CPU_SECONDS)
    _silence()
    ending, clocks = threading.Event(), list[Clock]()
    threading.Thread(target=_listen, args=[pipe, ending, clocks], daemon=True).start()
    gc.disable()  # what only the garbage collector would bring back is lost, and at every run
    from poollab.server import serve

    try:
        function = defined(given, source, name, began=lambda: _say(pipe, "began", ""))
        app = app_of(function, arguments) if arguments else calls_of(function)
        with serve(watched(app, pipe, clocks), name="answer") as place:
            _say(pipe, "serving", place.url)
            ending.wait()
            place.stop()
    except Unplayable as problem:
        _say(pipe, "failed", str(problem))
    except BaseException as error:
        _say(pipe, "failed", f"the app does not start: {located(error)}")
    os._exit(1)  # whatever threads the answer has left running


def limit_cpu(seconds: int) -> None:
    """Have the system end this process, and each that it starts, after so much computing.

    Where the examiner was killed nobody else might: one long call in C, such as a power of powers,
    lets no thread of its process run, not even the one that listens.
    """
    import resource  # of POSIX, as the caller has seen

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _silence() -> None:
    """Part from the examiner's own input and output, where verdicts are written."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _listen(pipe: Pipe, ending: threading.Event, clocks: list[Clock]) -> None:
    """Pass on what the examiner says; leave when it closes the pipe, or is killed."""
    try:
        while True:
            if (said := pipe.recv_bytes()) == b"end":
                ending.set()
            else:
                clocks[0].forward(float(said), then=lambda: _say(pipe, "passed", ""))
    finally:
        os._exit(0)


def watched(app: Callable[..., Any], pipe: Pipe, clocks: list[Clock]) -> Callable[..., Any]:
    """Return the app, but that its errors are told, and its loop stays when its lifespan has ended.

    The clock of its loop is put into ``clocks``. A loop that closes would close what the app
    has left open, and nobody could see it.
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

        if scope["type"] == "lifespan":
            clocks.append(clock := Clock(asyncio.get_running_loop()))
            clock.take_python_along()
        try:
            await app(scope, receive, telling if scope["type"] == "lifespan" else send)
        except Exception as error:
            if scope["type"] == "http" and next(raised) < MOST_RAISED:
                _say(pipe, "raised", located(error))
            raise

    return noted


def _say(pipe: Pipe, *words: str) -> None:
    """Tell the examiner, as JSON: it must not unpickle what an answer may have written."""
    pipe.send_bytes(json.dumps(words).encode())
