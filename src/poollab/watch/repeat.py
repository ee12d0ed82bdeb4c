"""Does a thing again and again, in a thread that ends when nobody wants it any more."""

import threading
import weakref
from collections.abc import Callable

Method = Callable[[], None]


def repeat(method: Method, every: float, over: threading.Event) -> threading.Thread:
    """Call a bound method every so many seconds, until it is over or its object is gone.

    Returns the thread that does it, which keeps neither the object nor the interpreter alive.
    """
    thread = threading.Thread(
        target=_run,
        args=(weakref.WeakMethod(method), every, over),
        name="poollab-watch",
        daemon=True,
    )
    thread.start()
    return thread


def _run(method: "weakref.WeakMethod[Method]", every: float, over: threading.Event) -> None:
    """Wait and call, in turn."""
    while not over.wait(every):
        call = method()
        if call is None:
            return
        call()
        del call  # so that the object can go while this thread waits
