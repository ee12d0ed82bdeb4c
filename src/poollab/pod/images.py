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
                raise PoolLabError(
                    f"There is no image {image}: run `docker build --file docker/lab/Dockerfile "
                    f"--target {target} --tag {image} .` in the project's folder."
                ) from None
