"""The Docker engine: is there one, has it got the image, and if not, fetch it."""

import contextlib
import os
from collections.abc import Iterator
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


@contextlib.contextmanager
def one_line(what: str, advice: str = "look whether Docker still runs") -> Iterator[None]:
    """Raise PoolLabError for what the Docker SDK raises: ``what`` failed, why, and ``advice``."""
    import docker.errors
    import requests

    try:
        yield
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        reason = getattr(error, "explanation", None) or error
        raise PoolLabError(f"{what} ({' '.join(str(reason).split())}): {advice}.") from error


def problem() -> str | None:
    """Return None when a Docker engine answers, else one line on what is wrong and what to do."""
    import docker.errors
    import requests

    try:
        client(ANSWER_WITHIN).ping()
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        if "timed out" in str(error):
            return f"the Docker engine does not answer within {ANSWER_WITHIN} s: restart Docker"
        if "Permission denied" in str(error):
            return (
                "you may not use the Docker engine: add yourself to the group docker, "
                "log out and in again"
            )
        where = os.environ.get("DOCKER_HOST")
        place = f" at DOCKER_HOST={where}" if where else ""
        return f"no Docker engine answers{place}: install or start Docker"
    return None


def reaches_loopback(found: Any) -> bool:
    """Return whether a port published on the engine's loopback is on ours.

    ``found`` is testcontainers' client. Not so for an engine on another machine, nor for one
    outside the container we are in: its bridge is no network interface of ours.
    """
    import psutil
    from testcontainers.core.config import ConnectionMode

    mode = found.get_connection_mode()
    if mode == ConnectionMode.docker_host:
        return found.host() in ("localhost", "127.0.0.1")
    bridge = found.client.networks.get("bridge").attrs["Options"]
    interface = bridge.get("com.docker.network.bridge.name")
    return mode == ConnectionMode.gateway_ip and interface in psutil.net_if_addrs()


def image_present(image: str) -> bool:
    """Return whether the engine has the image."""
    import docker.errors

    try:
        client().images.get(image)
    except docker.errors.ImageNotFound:
        return False
    return True


def ensure_image(found: Any, image: str) -> str:
    """Return the image's id; pull it first, with a progress bar, if the engine hasn't got it.

    ``found`` is a client. Raises PoolLabError when the image can't be pulled.
    """
    import docker.errors

    with one_line(
        f"Docker has no image {image} and can't pull it",
        f"connect to the internet and try `docker pull {image}`, or set "
        "POOLLAB_POSTGRES=embedded to do without Docker",
    ):
        try:
            return str(found.images.get(image).id)
        except docker.errors.ImageNotFound:
            pull(found, image)
            return str(found.images.get(image).id)


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
            layer, status = event.get("id", ""), event.get("status")
            if status == "Downloading":
                total[layer] = event["progressDetail"].get("total", 0)
                done[layer] = min(event["progressDetail"].get("current", 0), total[layer])
            elif status == "Download complete":
                done[layer] = total.get(layer, 0)
            bar.total = sum(total.values())
            bar.update(sum(done.values()) - bar.n)
        bar.refresh()
