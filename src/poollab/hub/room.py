"""A room's hub, as Docker has it: started and stopped by compose, all that is its found by name."""

import os
import shutil
import subprocess
import time
from typing import Any

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.hub.networks import LABEL
from poollab.postgres import engine

COMPOSE = ROOT / "docker" / "hub" / "compose.yaml"
LIMIT = 120  # seconds, for the hub to answer


class Room:
    """The hub that ``COMPOSE_PROJECT_NAME`` names."""

    def __init__(self) -> None:
        """Find Docker and compose. Raises PoolLabError without compose."""
        self.name = os.environ.setdefault("COMPOSE_PROJECT_NAME", "poollab-hub")
        self.port = os.environ.setdefault("POOLLAB_PORT", "8000")
        self.client = engine.client()
        self._compose = [*command(), "--file", str(COMPOSE)]

    def start(self) -> Any:
        """Start it; return its container once it answers. Raises PoolLabError if it does not."""
        self.compose("up", "--detach", "--no-build")
        return self.healthy()

    def stop(self, *, volumes: bool) -> None:
        """Stop the hub and all seats and remove them; what learners made only if asked to."""
        ours = {"label": f"{LABEL}={self.name}"}
        self.compose("stop", "hub")
        for seat in self.client.containers.list(all=True, filters=ours, ignore_removed=True):
            seat.remove(force=True, v=True)
        self.compose("down", *(["--volumes"] if volumes else []))
        for network in self.client.networks.list(filters=ours):
            network.remove()
        if volumes:
            for volume in self.client.volumes.list(filters={"name": f"{self.name}-home-"}):
                volume.remove()

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
        found = self.client.containers.list(
            all=True, filters={"label": labels}, ignore_removed=True
        )
        return found[0] if found else None

    def is_running(self) -> bool:
        """Return whether there is a hub, and it runs."""
        hub = self.hub()
        return bool(hub and hub.status == "running")

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
