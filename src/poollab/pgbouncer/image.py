"""The image of PgBouncer: built from ``docker/pgbouncer`` when a lesson first needs it."""

import re
from typing import Any

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.postgres import cache, engine

NAME = "poollab-pgbouncer"
FOLDER = ROOT / "docker" / "pgbouncer"
LABEL = "poollab.pgbouncer"  # its value says which Dockerfile the image was built from


def recipe() -> str:
    """Return a short name for what the image is built from."""
    return cache.fingerprint((FOLDER / "Dockerfile").read_text())


def present(found: Any) -> bool:
    """Return whether the engine of this client has the image, built from today's Dockerfile."""
    import docker.errors

    try:
        labels = found.images.get(NAME).labels
    except docker.errors.ImageNotFound:
        return False
    return bool(labels.get(LABEL) == recipe())


def ensure(found: Any) -> None:
    """Build the image, showing a progress bar, if the engine hasn't got it.

    Raises PoolLabError in one line when it can't be built.
    """
    with engine.one_line(f"Docker can't build {NAME}", "it needs the internet, the first time"):
        if not present(found):
            build(found)


def build(found: Any) -> None:
    """Build the image with the engine of this client, a step of the bar for each of its steps."""
    from tqdm.auto import tqdm

    events = found.api.build(
        path=str(FOLDER), tag=NAME, labels={LABEL: recipe()}, rm=True, forcerm=True, decode=True
    )
    with tqdm(desc=f"Building {NAME}", unit="step", leave=False) as bar:
        for event in events:
            if "error" in event:
                words = " ".join(event["error"].split())
                raise PoolLabError(f"Docker can't build {NAME} ({words}).")
            if step := re.match(r"Step (\d+)/(\d+)", event.get("stream", "")):
                bar.total = int(step[2])
                bar.update(int(step[1]) - 1 - bar.n)
        bar.refresh()


def clean() -> list[str]:
    """Remove the images the course has built; return a line for each.

    Nothing happens without an engine.
    """
    if engine.problem():
        return []
    import docker.errors

    images = engine.client().images
    lines = []
    for found in images.list(filters={"label": LABEL}):
        try:
            images.remove(found.id, force=True)
            lines.append(f"removed Docker image {NAME} ({found.short_id})")
        except docker.errors.APIError:
            lines.append(f"left Docker image {NAME} ({found.short_id}): a container uses it")
    return lines
