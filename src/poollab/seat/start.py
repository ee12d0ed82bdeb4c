"""Starts the lab of an image: the course delivered, the address printed, then JupyterLab."""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn

import platformdirs

from poollab.environment import ROOT, Environment, become, in_hub
from poollab.errors import PoolLabError
from poollab.postgres.storage import writing
from poollab.seat.deliver import ROOM, deliver

COURSE = "pool-lab"  # the learner's folder, in the home folder
PORT = 8888  # in the container
ADDRESS = f"http://127.0.0.1:{PORT}"  # where it is published, unless POOLLAB_ADDRESS says otherwise


def start(arguments: list[str]) -> NoReturn:
    """Deliver the course of this image into the home folder, and go on as JupyterLab there.

    Raises PoolLabError outside of an image, and when the home folder can't be written.
    """
    if not Environment().of_image:
        raise PoolLabError("This starts the lab in an image. Here it is `make lab`.")
    folder = Path.home() / COURSE
    check(folder)
    for line in deliver(ROOT, folder):
        print(line, flush=True)
    os.chdir(folder)
    if in_hub():  # which says by its own variables where to listen, and who may come
        become(sys.executable, folder / "src" / "poollab", "lab", *arguments)
    os.environ["JUPYTER_TOKEN"] = kept = token()
    address = os.environ.get("POOLLAB_ADDRESS") or ADDRESS
    print(f"Pool Lab opens at {address}/?token={kept}", flush=True)
    options = ["--no-browser", "--ip=0.0.0.0", f"--port={PORT}", "--ServerApp.port_retries=0"]
    options += [
        "--log-level=WARN",
        "--LabApp.log_level=WARN",
    ]  # the address has been printed: once is enough
    become(sys.executable, folder / "src" / "poollab", "lab", *options, *arguments)


def check(folder: Path) -> None:
    """Raise PoolLabError unless this user may write the folder, and the home folder around it."""
    for place in (folder.parent, folder):
        if place.exists() and not os.access(place, os.W_OK | os.X_OK):
            owner, mine = place.stat(), f"{os.getuid()}:{os.getgid()}"
            raise PoolLabError(
                f"{place} belongs to user {owner.st_uid}, and the lab runs as {mine}: start it "
                f"with POOLLAB_USER={owner.st_uid}:{owner.st_gid}."
            )


def token() -> str:
    """Return the token that opens the lab: JUPYTER_TOKEN, or one that is made once and kept."""
    if given := os.environ.get("JUPYTER_TOKEN"):
        return given
    path = platformdirs.user_data_path("poollab") / "token"
    with writing(path.parent, ROOM):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            fresh = path.with_name("token.new")  # never half to be seen: an empty one opens to all
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(16))
            fresh.replace(path)
        return path.read_text()
