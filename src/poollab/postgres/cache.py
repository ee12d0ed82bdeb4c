"""What may stay on the machine between runs: initialised templates and one secret."""

import hashlib
import os
import secrets
from pathlib import Path

import platformdirs

from poollab.errors import PoolLabError


def folder() -> Path:
    """Return the cache folder, made if missing.

    Root's is the machine's, because the embedded server then runs as another account.
    Raises PoolLabError where it can't be written.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    path = (
        platformdirs.site_cache_path("poollab") if root else platformdirs.user_cache_path("poollab")
    )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PoolLabError(
            f"Can't make the cache folder {path} ({error.strerror}): "
            "give yourself the right to write there, or set XDG_CACHE_HOME to a folder you own."
        ) from error
    return path


def secret() -> str:
    """Return this user's password for lab servers: random, made once, readable by nobody else.

    Other accounts of the machine can reach a loopback port, so a fixed password won't do.
    """
    path = folder() / "secret"
    if not path.exists():
        fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(16))
        try:
            os.link(fresh, path)  # fails where another process was first: then theirs counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def fingerprint(*parts: str) -> str:
    """Return a short name for a template: it changes when any of its ingredients does."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
