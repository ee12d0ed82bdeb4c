"""The Docker engine: is there one, has it got the image, and if not, fetch it."""

import os
from typing import Any

from poollab.errors import PoolLabError

DEFAULT_IMAGE = "postgres:18"
ANSWER_WITHIN = 5  # seconds: a healthy engine answers a ping at once


def image_name() -> str:
    """Return the image lessons use: ``POOLLAB_IMAGE``, by default ``postgres:18``."""
    return os.environ.get("POOLLAB_IMAGE") or DEFAULT_IMAGE


def client(timeout: float = 60) -> Any:
    """Return a client of the Docker SDK, found as testcontainers finds it."""
    from testcontainers.core.docker_client import DockerClient

    return DockerClient(timeout=timeout).client


def problem() -> str | None:
    """Return None when a Docker engine answers, else one line on what is wrong and what to do."""
    import docker.errors
    import requests

    try:
        client(ANSWER_WITHIN).ping()
    except requests.exceptions.Timeout:
        return f"the Docker engine does not answer within {ANSWER_WITHIN} s: restart Docker"
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        if "Permission denied" in str(error):
            return (
                "you may not use the Docker engine: add yourself to the group docker, "
                "log out and in again"
            )
        return "no Docker engine answers: install or start Docker"
    return None


def publish(port: int) -> Any:
    """Return where to publish a port: on loopback only, unless the engine is elsewhere."""
    from testcontainers.core.config import ConnectionMode
    from testcontainers.core.docker_client import DockerClient

    found = DockerClient()
    local = found.host() in ("localhost", "127.0.0.1")
    if local and found.get_connection_mode() == ConnectionMode.docker_host:
        return ("127.0.0.1", port)
    return port


def image_present(image: str) -> bool:
    """Return whether the engine has the image."""
    import docker.errors

    try:
        client().images.get(image)
    except docker.errors.ImageNotFound:
        return False
    return True


def ensure_image(image: str) -> str:
    """Return the image's id; pull it first, with a progress bar, if the engine hasn't got it.

    Raises PoolLabError when it can't be pulled.
    """
    import docker.errors

    found = client()
    try:
        if not image_present(image):
            pull(found, image)
        return str(found.images.get(image).id)
    except docker.errors.DockerException as error:
        reason = getattr(error, "explanation", None) or error
        raise PoolLabError(
            f"Docker has no image {image} and can't pull it ({str(reason).strip()}): "
            f"connect to the internet and try `docker pull {image}`, or set "
            "POOLLAB_POSTGRES=embedded to do without Docker."
        ) from error


def pull(found: Any, image: str) -> None:
    """Pull an image, showing the megabytes of all layers on one bar."""
    import docker.errors
    from docker.utils import parse_repository_tag
    from tqdm.auto import tqdm

    repository, tag = parse_repository_tag(image)
    done: dict[str, int] = {}
    total: dict[str, int] = {}
    with tqdm(desc=f"Pulling {image}", unit="B", unit_scale=True, leave=False) as bar:
        for event in found.api.pull(repository, tag or "latest", stream=True, decode=True):
            if "error" in event:
                raise docker.errors.DockerException(event["error"])
            detail = event.get("progressDetail") or {}
            if event.get("status") == "Downloading" and "total" in detail:
                done[event["id"]], total[event["id"]] = detail["current"], detail["total"]
                bar.total = sum(total.values())
                bar.update(sum(done.values()) - bar.n)
