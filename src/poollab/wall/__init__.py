"""The room's wall: who is at which task, live, for the host of a workshop.

``app.py`` is where to begin reading: a service as the lessons teach it, on a pool of asyncpg. A
learner's kernel has ``help_me()`` and ``thanks()`` of it, which need none of the service.
"""

from poollab.wall.reporting import help_me, thanks

__all__ = ["help_me", "thanks"]
