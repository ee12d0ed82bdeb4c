"""What of uvicorn's log is for the learner: its warnings."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_logger = logging.getLogger("uvicorn.error")


@contextmanager
def warnings_heard() -> Iterator[None]:
    """Print what uvicorn warns of in this thread until the block ends, each warning once.

    Nothing else of the thread is logged: an error of the app is seen by whoever sent the request.
    """
    here, said = threading.get_ident(), set()

    def hear(record: logging.LogRecord) -> bool:
        if record.thread != here:
            return True
        if record.levelno == logging.WARNING and (words := record.getMessage()) not in said:
            said.add(words)
            print(f"uvicorn warns: {words}")
        return False

    _logger.addFilter(hear)
    try:
        yield
    finally:
        _logger.removeFilter(hear)
