"""A real PgBouncer in front of a lesson's PostgreSQL: ``bouncer = pgbouncer.start(db)``.

Kept light on purpose: drivers and the Docker client are imported where they are used.
"""

from poollab.pgbouncer.choose import start
from poollab.pgbouncer.instance import PgBouncer

__all__ = ["PgBouncer", "start"]
