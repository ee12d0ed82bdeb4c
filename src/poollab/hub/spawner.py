"""A seat: one container of a learner, walled off and limited, in a network of its own."""

import asyncio
import contextlib
import socket
from pathlib import Path
from typing import Any

import docker.errors
import requests
from dockerspawner import DockerSpawner
from traitlets import Unicode

from poollab.errors import PoolLabError
from poollab.hub import disk
from poollab.hub.networks import LABEL, Networks
from poollab.hub.signup import INSTRUCTOR

SOCKET = "/var/run/docker.sock"
PROCESSES = 1000  # of a lesson, with its threads and backends: under 500
FILE = 1024**3  # bytes of the longest file: an endless log ends there at once
SCRATCH = 512  # MiB in /tmp, which count as memory
SHARED = 256 * 1024**2  # bytes of shared memory, for PostgreSQL


class NoSeat(Exception):
    """A seat can't be had; the page says the sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.jupyterhub_message = sentence


class Seat(DockerSpawner):  # type: ignore[misc]
    """A learner's JupyterLab; the instructor's has Docker and what was handed in besides."""

    hub_name = Unicode(help="The hub that it belongs to.").tag(config=True)
    within = Unicode(help="The range of the seats' networks.").tag(config=True)
    handed_in = Unicode(help="The volume of what was handed in.").tag(config=True)

    async def start(self) -> tuple[str, int]:
        """Start it in its network. Raises NoSeat when that can't be."""
        try:
            if told := disk.told(self.user.name):
                raise PoolLabError(told)
            self.network_name = self.object_name
            await self.end_pods()
            await self.on_network("open")
            return await super().start()  # type: ignore[no-any-return]
        except PoolLabError as error:
            raise NoSeat(str(error)) from None
        except docker.errors.ImageNotFound:
            raise NoSeat(
                f"There is no image {self.image}. Tell the host: `make hub` makes it."
            ) from None
        except (requests.RequestException, docker.errors.DockerException) as error:
            self.log.error("No seat for %s: %s", self.user.name, error)
            raise NoSeat(
                "Docker could not start your seat. Tell the host, whose hub has written down "
                "why; your files are safe."
            ) from error

    async def run_post_stop_hook(self) -> None:
        """Remove what only it needed, also when it ended by itself; the learner's volume stays."""
        self.network_name = self.object_name
        await self.end_pods()
        await self.on_network("close")

    def get_env(self) -> dict[str, str]:
        """Return its variables; the instructor's pods are to bear the name of the hub."""
        hub = {"POOLLAB_HUB": self.hub_name} if self.user.name == INSTRUCTOR else {}
        return super().get_env() | hub  # type: ignore[no-any-return]

    async def end_pods(self) -> None:
        """Remove the pods of the instructor's container: none of them outlives it."""
        if self.user.name == INSTRUCTOR:
            found = self.executor.submit(remove_pods, self.client, self.hub_name)
            await asyncio.wrap_future(found)

    async def on_network(self, what: str) -> None:
        """Open or close its network, after whatever Docker is asked to do for other seats."""
        networks = Networks(self.client, self.hub_name, socket.gethostname(), self.within)
        do = getattr(networks, what)
        await asyncio.wrap_future(self.executor.submit(do, self.network_name))


def remove_pods(client: Any, hub: str) -> None:
    """Remove the containers in which a hub's submissions are examined."""
    labels = {"label": [f"{LABEL}={hub}", "poollab.process"]}
    for one in client.containers(all=True, filters=labels):
        with contextlib.suppress(docker.errors.APIError):  # it is being removed already
            client.remove_container(one["Id"], force=True, v=True)


def made(seat: Seat) -> dict[str, Any]:
    """Return how the container of a seat is made."""
    home = f"{seat.hub_name}-home-{seat.escaped_name}"
    return {
        "labels": {LABEL: seat.hub_name, disk.LEARNER: seat.user.name, disk.VOLUME: home},
        "healthcheck": {"test": ["NONE"]},  # the hub asks; the image's looks at another address
    }


def limited(seat: Seat) -> dict[str, Any]:
    """Return what a container of a seat may not, and how much of the machine it may have."""
    walls = {
        "read_only": True,
        "tmpfs": {"/tmp": f"size={SCRATCH}m,mode=1777"},
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "pids_limit": PROCESSES,
        "memswap_limit": seat.mem_limit,
        "shm_size": SHARED,
        "oom_score_adj": 500,  # a machine without memory ends a seat, and not the hub
        "ulimits": [
            {"Name": "fsize", "Soft": FILE, "Hard": FILE},
            {"Name": "core", "Soft": 0, "Hard": 0},
        ],
        "dns": ["127.0.0.1"],  # nobody: what Docker does not know, it would ask the host's for
        "log_config": {"Type": "json-file", "Config": {"max-size": "1m", "max-file": "2"}},
    }
    return walls | (graders(seat) if seat.user.name == INSTRUCTOR else {})


def graders(seat: Seat) -> dict[str, Any]:
    """Return what the instructor's container has besides: Docker, and what was handed in."""
    return {
        "mounts": [
            docker.types.Mount("/srv/handed-in", seat.handed_in),
            docker.types.Mount(SOCKET, SOCKET, type="bind"),
        ],
        "group_add": [str(Path(SOCKET).stat().st_gid)],
    }
