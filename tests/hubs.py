"""A hub for tests: started as a host does, under a name of its own; learners who log in."""

import contextlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
from composing import OPTIONS, build, said
from waiting import until

from poollab.environment import ROOT
from poollab.postgres import engine
from poollab.postgres.network import free_port

CODE = "room-code"
PASSWORD = "a-word-of-ones-own"
HOME = "/srv/lab/pool-lab"


class Hub:
    """A hub that `poollab hub` starts, with learners who log in by HTTP."""

    def __init__(self, **variables: str) -> None:
        self.name = f"poollab-{uuid.uuid4().hex[:8]}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.variables = {
            "COMPOSE_PROJECT_NAME": self.name,
            "POOLLAB_PORT": str(self.port),
            "POOLLAB_CODE": CODE,
            "POOLLAB_INSTRUCTOR": PASSWORD,
            "POOLLAB_HANDED_IN": f"{self.name}-handed-in",
            "POOLLAB_NETWORKS": "10.214.0.0/16",
            **variables,
        }
        self.docker = engine.client()

    def command(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run `poollab hub` with these words; return what it said, whatever that is."""
        return subprocess.run(
            [sys.executable, ROOT / "src" / "poollab", "hub", *words],
            env=os.environ | self.variables | more,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def up(self) -> str:
        """Start it; return what was printed."""
        done = self.command()
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def left(self) -> list[str]:
        """Return what Docker has of this hub."""
        kinds = {"ps --all": "{{.Names}}", "network ls": "{{.Name}}", "volume ls": "{{.Name}}"}
        ours = ["--filter", f"name={self.name}", "--format"]
        return [
            line
            for kind, name in kinds.items()
            for line in said("docker", *kind.split(), *ours, name).split()
        ]

    def container(self) -> Any:
        """Return the hub's own container."""
        labels = [f"com.docker.compose.project={self.name}", "com.docker.compose.service=hub"]
        return self.docker.containers.list(all=True, filters={"label": labels})[0]

    def seat(self, learner: str) -> Any:
        """Return the container of a learner's seat."""
        return self.docker.containers.get(f"{self.name}-seat-{learner}")

    def inside(self, learner: str, *words: str) -> tuple[int, str]:
        """Run a command in a seat; return its exit code and what it printed."""
        code, output = self.seat(learner).exec_run(list(words), workdir=HOME)
        return code, output.decode(errors="replace")


class Learner:
    """Somebody at a browser of their own, played by HTTP."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self.client = httpx.Client(base_url=hub.url, follow_redirects=True, timeout=120)

    def log_in(self, password: str = PASSWORD, code: str = CODE) -> str:
        """Fill in the login page; return the complaint, or nothing when it was left behind."""
        page = self.client.get("/hub/login").text
        xsrf = re.findall(r'name="_xsrf" value="([^"]+)"', page)[0]
        form = {"_xsrf": xsrf, "username": self.name, "password": password, "code": code}
        answer = self.client.post("/hub/login", data=form, follow_redirects=False)
        complaint = re.findall(r'class="login_error"[^>]*>([^<]*)<', answer.text)
        return complaint[0] if complaint else ""

    def sit_down(self) -> None:
        """Have the seat started, and wait until it answers."""
        self.client.get("/hub/spawn")
        until(self.is_seated, f"{self.name} has a seat", limit=120)

    def is_seated(self) -> bool:
        """Return whether the seat answers this learner."""
        answer = self.client.get(f"/user/{self.name}/lab")
        return answer.status_code == 200 and "jupyter-config-data" in answer.text


@contextlib.contextmanager
def hub(**variables: str) -> Iterator[Hub]:
    """Start a hub; remove all that it has made, what learners made, too."""
    made = Hub(**variables)
    try:
        made.up()
        yield made
    finally:
        done = made.command("down", "--volumes")
    assert done.returncode == 0, done.stdout + done.stderr


def build_images() -> None:
    """Build what a hub starts; skip without Docker."""
    build("seat")
    said(
        "docker", "build", "--quiet", "--file", "hub/Dockerfile", "--tag", "poollab-hub",
        *os.environ.get(OPTIONS, "").split(), str(ROOT),
    )  # fmt: skip
