"""A real PostgreSQL for a notebook: ``db = postgres.start()``, and nothing left behind.

Kept light on purpose: the supervisor process imports this package too, so the drivers and the
Docker client are imported where they are used.
"""

from poollab.postgres.choose import start
from poollab.postgres.clean import clean
from poollab.postgres.instance import Postgres

__all__ = ["Postgres", "clean", "start"]
