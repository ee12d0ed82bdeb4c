"""What a server's log says last."""

import re

TIME = re.compile(r"^\d{4}-\d\d-\d\d .*?\[\d+\] +")
COMPLAINT = re.compile(r"^(LOG|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT): |^\w+: ")
NO_TLS = "SSL is not supported by this build"
INSTEAD = (
    "of PostgreSQL: leave out ssl=True, or take a server that has it, in a container of the "
    "official image (start Docker) or your own (name it in POOLLAB_DSN)."
)


def last_words(log: str) -> str:
    """Return the last complaints in a log on one line, without their times."""
    if NO_TLS in log:
        return f"{NO_TLS} {INSTEAD}"
    lines = [TIME.sub("", line) for line in log.splitlines()]
    return " / ".join([line for line in lines if COMPLAINT.match(line)][-5:])
