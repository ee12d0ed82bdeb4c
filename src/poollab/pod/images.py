"""The images that a pod is made of."""

from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import engine

OURS = {"answer": "poollab-answer", "seat": "poollab-seat"}


def check(client: Any) -> None:
    """See that the engine has all images. Raises PoolLabError, which says how to build them."""
    import docker.errors

    engine.ensure_image(client, engine.image_name())
    for target, image in OURS.items():
        with engine.one_line(f"Docker can't say whether there is an image {image}"):
            try:
                client.images.get(image)
            except docker.errors.ImageNotFound:
                raise PoolLabError(f"There is no image {image}: {built(target)}.") from None


def built(target: str) -> str:
    """Return how one of our images is built."""
    command = f"docker build --file docker/lab/Dockerfile --target {target} --tag {OURS[target]} ."
    return f"run `{command}` in the project's folder"
