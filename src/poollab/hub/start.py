"""Starts the hub in its container: what is secret made once and kept, then JupyterHub."""

import os
import secrets
import socket
from pathlib import Path
from typing import NoReturn

import docker
from poollab.hub.networks import Networks

CONFIGURATION = Path(__file__).resolve().parents[3] / "docker" / "hub" / "jupyterhub_config.py"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
KEPT = {"POOLLAB_CODE": 8, "POOLLAB_INSTRUCTOR": 16}
"""What is made of so many letters where it is not given; the name is the file's, too."""


def start() -> NoReturn:
    """Go on as JupyterHub, which finds the secrets in its environment."""
    for name, length in KEPT.items():
        os.environ[name] = kept(name, length)
    client = docker.APIClient(version="auto")
    hub, within = os.environ["POOLLAB_HUB"], os.environ["POOLLAB_NETWORKS"]
    Networks(client, hub, socket.gethostname(), within).rejoin()
    os.execvp("jupyterhub", ["jupyterhub", "--config", str(CONFIGURATION)])


def kept(name: str, length: int) -> str:
    """Return a secret: as it is given, or made once; and keep it."""
    path = Path(name)
    known = path.read_text() if path.exists() else ""
    secret = os.environ.get(name) or known or made(length)
    if secret != known:
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(secret)
        fresh.replace(path)
    return secret


def made(length: int) -> str:
    """Return letters that people can type, in groups of four."""
    letters = [secrets.choice(LETTERS) for _ in range(length)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, length, 4))


if __name__ == "__main__":
    start()
