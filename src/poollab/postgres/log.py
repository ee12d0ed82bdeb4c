"""What a server's log says last."""

import re

TIME = re.compile(r"^\d{4}-\d\d-\d\d .*?\[\d+\] +")
COMPLAINT = re.compile(r"^(LOG|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT): |^\w+: ")


def last_words(log: str) -> str:
    """Return the last complaints in a log on one line, without their times."""
    lines = [TIME.sub("", line) for line in log.splitlines()]
    return " / ".join([line for line in lines if COMPLAINT.match(line)][-5:])
