"""Remove what the course keeps between runs (``make clean``)."""

import shutil

from poollab.postgres import cache, template


def clean() -> list[str]:
    """Remove templates, the secret and the engine's template volumes; return a line for each."""
    folder = cache.folder()
    shutil.rmtree(folder, ignore_errors=True)
    word = "left" if folder.exists() else "removed"
    return [f"{word} {folder}", *template.remove_all()]
