"""What every server of the course is started with, whoever runs it."""

from collections.abc import Mapping

# The data is thrown away, so nothing is paid for durability.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

SUPERUSER = "postgres"
# Lessons connect as an ordinary role: superusers escape connection limits and reserved slots.
LAB = "lab"

# Small WAL files: less to copy from the template, and less that can pile up in memory.
INITDB = ["--encoding=UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]


def merged(settings: Mapping[str, object]) -> dict[str, str]:
    """Return the start-up settings: the course's own, overridden by the caller's.

    ``True`` and ``False`` become ``on`` and ``off``.
    """
    words = {True: "on", False: "off"}
    given = {
        name: words[value] if isinstance(value, bool) else str(value)
        for name, value in settings.items()
    }
    return THROWAWAY | given


def lab_statements(password: str) -> list[str]:
    """Return the SQL that makes the lab role and its database.

    ``password`` must be plain letters and digits. The role may watch other sessions
    (``pg_monitor``), as the lessons do.
    """
    return [
        f"CREATE ROLE {LAB} LOGIN PASSWORD '{password}';",
        f"GRANT pg_monitor TO {LAB};",
        f"CREATE DATABASE {LAB} OWNER {LAB};",
    ]
