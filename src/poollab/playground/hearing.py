"""What psycopg_pool only logs: why it could not open a connection."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_logger = logging.getLogger("psycopg.pool")


@contextmanager
def heard() -> Iterator[dict[str, str]]:
    """Give what the server said last to each pool of a served app, by the pool's name.

    Until the block ends nothing of it is printed: the playground has a sentence for it.
    """
    words: dict[str, str] = {}

    def hear(record: logging.LogRecord) -> bool:
        if not (record.threadName or "").startswith("serve http"):
            return True
        if isinstance(record.args, tuple) and len(record.args) == 2:
            words[str(record.args[0])] = str(record.args[1])
        return False

    _logger.addFilter(hear)
    try:
        yield words
    finally:
        _logger.removeFilter(hear)
