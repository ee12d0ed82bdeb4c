"""What a hub needs before it starts: tokens that can be used, images, a port."""

import os
import socket
import subprocess
from pathlib import Path

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.postgres import engine

IMAGES = {
    "poollab-hub": ["docker/hub/Dockerfile"],
    "poollab-seat": ["docker/lab/Dockerfile", "--target", "seat"],
    "poollab-answer": ["docker/lab/Dockerfile", "--target", "answer"],
}
NAMED = {"poollab-hub": "POOLLAB_HUB_IMAGE", "poollab-seat": "POOLLAB_SEAT"}
SHORTEST, LONGEST = 6, 64  # characters of a token; JupyterHub's own hashes end at 64


def check_tokens() -> None:
    """See that a list of tokens can be used. Raises PoolLabError when it can't."""
    if not (given := os.environ.get("POOLLAB_TOKENS")):
        return
    path = Path(given).resolve()  # compose would look for it beside its own file
    try:
        tokens = path.read_text().split()
    except (OSError, ValueError) as error:
        raise PoolLabError(f"The tokens can't be read ({error}): write one a line.") from None
    if not tokens or not all(SHORTEST <= len(token) <= LONGEST for token in tokens):
        raise PoolLabError(
            f"{path} needs one token a line, each of {SHORTEST} to {LONGEST} characters."
        )
    os.environ["POOLLAB_TOKENS"] = str(path)


def build_missing() -> None:
    """Build the images that are not there. Raises PoolLabError when one can't be."""
    for image, words in IMAGES.items():
        named = os.environ.get(NAMED.get(image, ""))
        if engine.image_present(named or image):
            continue
        if named:
            raise PoolLabError(f"There is no image {named}: build it, or name no image.")
        print(f"Building {image}, once: this takes some minutes.", flush=True)
        options = os.environ.get("POOLLAB_BUILD_OPTIONS", "").split()
        built = ["docker", "build", *options, "--tag", image, "--file", *words, "."]
        if subprocess.run(built, cwd=ROOT).returncode:
            raise PoolLabError(
                f"{image} can't be built, for the reason above: mend that, and run it again."
            )


def check_port(port: str) -> None:
    """See that nobody else has a port. Raises PoolLabError when somebody has."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("", int(port)))
        except (OSError, ValueError, OverflowError) as error:
            raise PoolLabError(
                f"Port {port} is taken or not to be had ({error}): choose another, with "
                "POOLLAB_PORT=8080 before the command."
            ) from None
