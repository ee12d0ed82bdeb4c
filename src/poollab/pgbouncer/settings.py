"""What a PgBouncer of the course is started with: its two files, as text."""

from collections.abc import Mapping

from poollab.errors import PoolLabError

ADMIN = "poollab"  # may use the admin console; PostgreSQL does not know it
INI = "pgbouncer.ini"
USERS = "users.txt"

# A server that was restarted is tried again after a second, not after PgBouncer's fifteen, and
# the log has room for complaints only.
OWN = {
    "server_login_retry": "1",
    "log_connections": "0",
    "log_disconnections": "0",
    "log_stats": "0",
}


def merged(settings: Mapping[str, object]) -> dict[str, str]:
    """Return the settings: the course's own, overridden by the caller's.

    ``True`` and ``False`` become 1 and 0. Raises PoolLabError for a value of several lines.
    """
    given = {
        name: str(int(value) if isinstance(value, bool) else value)
        for name, value in settings.items()
    }
    for name, value in given.items():
        if len(value.splitlines()) > 1:
            raise PoolLabError(f"{name}={value!r} is no setting of PgBouncer: give it one line.")
    return OWN | given


def ini(host: str, port: int, settings: Mapping[str, str]) -> str:
    """Return pgbouncer.ini: every database is the one of that name on the server."""
    lines = [f"{name} = {value}" for name, value in settings.items()]
    return "\n".join(["[databases]", f"* = host={host} port={port}", "[pgbouncer]", *lines, ""])


def users(passwords: Mapping[str, str]) -> str:
    """Return the file of roles and their passwords.

    As they are, not hashed: so PgBouncer can do SCRAM with both its clients and the server.
    """

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "".join(f"{quoted(name)} {quoted(word)}\n" for name, word in passwords.items())
