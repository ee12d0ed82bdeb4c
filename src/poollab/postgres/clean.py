"""Remove what the course keeps between runs (``make clean``)."""

import shutil

from poollab.postgres import cache, container


def clean() -> list[str]:
    """Remove templates, the secret and the engine's template volumes; return a line for each."""
    removed = []
    folder = cache.folder()
    shutil.rmtree(folder, ignore_errors=True)
    removed.append(f"removed {folder}")
    removed += [f"removed Docker volume {name}" for name in container.remove_templates()]
    return removed
