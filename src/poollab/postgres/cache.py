"""What may stay on the machine between runs: initialised templates and one secret."""

import hashlib
import os
import secrets
from pathlib import Path

import platformdirs

from poollab.postgres.storage import writing

ADVICE = "give yourself the right to write there and free some room"


def folder() -> Path:
    """Return the cache folder, made if missing.

    Root's is the machine's, because the embedded server then runs as another account.
    Raises PoolLabError where it can't be made.
    """
    path = platformdirs.user_cache_path("poollab", use_site_for_root=True)
    with writing(path, ADVICE):
        path.mkdir(parents=True, exist_ok=True)
    return path


def secret() -> str:
    """Return this user's password for lab servers: random, made once, readable by nobody else.

    Other accounts of the machine can reach a loopback port, so a fixed password won't do. Two
    processes that make it at once may differ, which costs no more than a second template.
    Raises PoolLabError where it can't be kept.
    """
    path = folder() / "secret"
    with writing(path.parent, ADVICE):
        if not path.exists():
            fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(16))
            fresh.replace(path)
        return path.read_text()


def fingerprint(*parts: str) -> str:
    """Return a short name for a template: it changes when any of its ingredients does."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
