"""``poollab hub``: a hub for a room, up and down."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.hub.networks import LABEL
from poollab.postgres import engine

COMPOSE = ROOT / "docker" / "hub" / "compose.yaml"
IMAGES = {
    "poollab-hub": ["docker/hub/Dockerfile"],
    "poollab-seat": ["docker/lab/Dockerfile", "--target", "seat"],
    "poollab-answer": ["docker/lab/Dockerfile", "--target", "answer"],
}
NAMED = {"poollab-hub": "POOLLAB_HUB_IMAGE", "poollab-seat": "POOLLAB_SEAT"}
LIMIT = 120  # seconds, for the hub to answer
SHORTEST, LONGEST = 6, 64  # characters of a token; JupyterHub's own hashes end at 64


def report(arguments: list[str]) -> int:
    """Start the hub, or stop it: ``down``. Raises PoolLabError, which says what to do."""
    if problem := engine.problem():
        raise PoolLabError(f"A hub needs Docker, and {problem}.")
    room = Room()
    if arguments in ([], ["up"]):
        room.up()
    elif arguments in (["down"], ["down", "--volumes"]):
        room.down(arguments[1:])
    else:
        raise PoolLabError(
            "`poollab hub` starts the hub, `poollab hub down` stops it, and `poollab hub down "
            "--volumes` removes what the learners have made as well."
        )
    return 0


class Room:
    """The hub that ``COMPOSE_PROJECT_NAME`` names, as Docker has it."""

    def __init__(self) -> None:
        """Find Docker and compose. Raises PoolLabError without compose."""
        self.name = os.environ.setdefault("COMPOSE_PROJECT_NAME", "poollab-hub")
        self.port = os.environ.setdefault("POOLLAB_PORT", "8000")
        self.client = engine.client()
        self._compose = [*command(), "--file", str(COMPOSE)]

    def up(self) -> None:
        """Start it, and say how to come in."""
        began = time.monotonic()
        check_tokens()
        build_missing()
        self.check_port()
        self.compose("up", "--detach", "--no-build")
        hub = self.healthy()
        said = {
            name: hub.exec_run(["cat", name]).output.decode()
            for name in ("POOLLAB_CODE", "POOLLAB_INSTRUCTOR")
        }
        code = "a token of the list" if os.environ.get("POOLLAB_TOKENS") else said["POOLLAB_CODE"]
        print(
            f"The hub is up, after {time.monotonic() - began:.0f} s.\n"
            f"  Learners go to     http://{address()}:{self.port}\n"
            f"  Access code        {code}\n"
            f"  Instructor         log in as instructor, password {said['POOLLAB_INSTRUCTOR']}\n"
            "  To stop it         make hub ARGS=down   (what learners made stays)",
            flush=True,
        )

    def down(self, options: list[str]) -> None:
        """Stop the hub and all seats and remove them; volumes only if asked to."""
        ours = {"label": f"{LABEL}={self.name}"}
        self.compose("stop", "hub")
        for seat in self.client.containers.list(all=True, filters=ours, ignore_removed=True):
            seat.remove(force=True, v=True)
        self.compose("down", *options)
        for network in self.client.networks.list(filters=ours):
            network.remove()
        if options:
            for volume in self.client.volumes.list(filters={"name": f"{self.name}-home-"}):
                volume.remove()
        print(
            "The hub is down. "
            + (
                "Nothing of it is left."
                if options
                else "What learners made is kept: `make hub` goes on with it."
            ),
            flush=True,
        )

    def check_port(self) -> None:
        """Raise PoolLabError when somebody else has the port."""
        if self.hub() and self.hub().status == "running":
            return
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("", int(self.port)))
            except (OSError, ValueError, OverflowError) as error:
                raise PoolLabError(
                    f"Port {self.port} is taken or not to be had ({error}): choose another, with "
                    "POOLLAB_PORT=8080 before the command."
                ) from None

    def healthy(self) -> Any:
        """Return the hub's container once it answers. Raises PoolLabError with its last words."""
        print("Waiting for the login page", flush=True)
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            hub = self.hub()
            if hub and hub.attrs["State"]["Health"]["Status"] == "healthy":
                return hub
            time.sleep(0.2)
        words = hub.logs(tail=10).decode().strip() if hub else "there is no container"
        raise PoolLabError(f"The hub does not answer after {LIMIT} s. Its last words:\n{words}")

    def hub(self) -> Any:
        """Return the hub's container, or None."""
        labels = [f"com.docker.compose.project={self.name}", "com.docker.compose.service=hub"]
        found = self.client.containers.list(all=True, filters={"label": labels})
        return found[0] if found else None

    def compose(self, *words: str) -> None:
        """Run compose. Raises PoolLabError with its last line."""
        done = subprocess.run([*self._compose, *words], stderr=subprocess.PIPE, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise PoolLabError(
                f"compose can't do `{words[0]}` ({last}): mend that, and run it again."
            )


def command() -> list[str]:
    """Return compose, as Docker's plugin or of old. Raises PoolLabError without one."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True)
    if plugin.returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    raise PoolLabError("There is no docker compose: install Docker's plugin of that name.")


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


def address() -> str:
    """Return this machine's address in its network, or its own name for itself without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(one.getsockname()[0])
