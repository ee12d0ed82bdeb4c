"""The stages of an opening, from its recorded conversation."""

import re
from collections.abc import Iterable

from poollab.postgres.instance import Postgres
from poollab.wire import Conversation

READY, PASSWORD = "a process gets ready", "the password"
STAGES = {  # the message that ends each, and what went on
    "N": READY,
    "AuthenticationSASL": READY,
    "AuthenticationSASLContinue": PASSWORD,
    "SASLResponse": PASSWORD,
    "ReadyForQuery": "database and settings",
}


def stages(opening: Conversation) -> dict[str, float]:
    """Return how many seconds each stage took, the TCP handshake first."""
    before = opening.connected or 0.0
    spent = {"TCP handshake": before}
    for message in opening.messages:
        if stage := STAGES.get(message.name):
            spent[stage] = spent.get(stage, 0.0) + message.at - before
            before = message.at
    return spent


def log_forks(db: Postgres) -> dict[str, str]:
    """Return the settings by which PostgreSQL 18 tells a superuser how long a fork took."""
    if int(db.version.split(".")[0]) < 18:
        return {}
    return {"log_connections": "setup_durations", "client_min_messages": "log"}


def forks(openings: Iterable[Conversation]) -> list[float]:
    """Return the milliseconds of each fork that the server told of."""
    return [float(ms) for one in openings for ms in re.findall(r"fork=([.\d]+) ms", str(one))]
