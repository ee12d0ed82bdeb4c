"""A hub for tests: started as a host does, under a name of its own; learners who log in."""

import contextlib
import io
import json
import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from typing import Any
from unittest import mock

import httpx
from composing import OPTIONS, build, of_docker, said

from poollab.environment import ROOT
from poollab.hub.command import report
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

    def command(self, *words: str, **more: str) -> str:
        """Run `poollab hub` with these words; return what it printed."""
        printed = io.StringIO()
        with (
            mock.patch.dict(os.environ, self.variables | more),
            contextlib.redirect_stdout(printed),
        ):
            report(list(words))
        return printed.getvalue()

    def left(self) -> list[str]:
        """Return what Docker has of this hub."""
        return of_docker(self.name)

    def container(self, service: str = "hub") -> Any:
        """Return the container of the hub itself, or of another service."""
        labels = [
            f"com.docker.compose.project={self.name}",
            f"com.docker.compose.service={service}",
        ]
        return self.docker.containers.list(
            all=True, filters={"label": labels}, ignore_removed=True
        )[0]

    def address(self, container: Any, network: str) -> str:
        """Return the address of a container in a network."""
        return str(container.attrs["NetworkSettings"]["Networks"][network]["IPAddress"])

    def seat(self, learner: str) -> Any:
        """Return the container of a learner's seat."""
        return self.docker.containers.get(f"{self.name}-seat-{learner}")

    def inside(self, learner: str, *words: str) -> tuple[int, str]:
        """Run a command in a seat; return its exit code and what it printed."""
        code, output = self.seat(learner).exec_run(list(words), workdir=HOME)
        return code, output.decode(errors="replace")

    def kept(self, learner: str, path: str) -> str:
        """Return a file of a learner who has no seat."""
        volume = {f"{self.name}-home-{learner}": {"bind": "/srv/lab", "mode": "ro"}}
        image, words = self.container().image.id, ["cat", f"{HOME}/{path}"]
        return str(self.docker.containers.run(image, words, volumes=volume, remove=True).decode())

    @contextlib.contextmanager
    def running(self, learner: str, *words: str) -> Iterator[str]:
        """Have a command run in a seat until the end; give the first line that it prints."""
        command = ["docker", "exec", "-i", f"{self.name}-seat-{learner}", *words]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline().strip()
            finally:
                process.communicate("\n")


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
        """Have the seat started, wait until it is there, and be known to it."""
        last = self.asks_for_a_seat()
        assert last.get("ready"), last
        assert self.is_seated()

    def asks_for_a_seat(self) -> dict[str, Any]:
        """Have the seat started; return the last that is said of that."""
        self.client.get("/hub/spawn")
        way = f"/hub/api/users/{self.name}/server/progress"
        last: dict[str, Any] = {}
        with self.client.stream("GET", way, headers=self.head()) as events:
            for line in events.iter_lines():
                if line.startswith("data:"):
                    last = json.loads(line.removeprefix("data:"))
        return last

    def head(self) -> dict[str, str]:
        """Return what a request to the hub's interface has to have with it."""
        return {"X-XSRFToken": self.client.cookies.get("_xsrf", path="/hub/") or ""}

    def has_a_seat(self) -> bool:
        """Return whether the hub takes this learner's seat for running."""
        answer = self.client.get(f"/hub/api/users/{self.name}", headers=self.head())
        return bool(answer.raise_for_status().json()["servers"])

    def answers(self) -> bool:
        """Return whether the hub answers at all."""
        try:
            return self.client.get("/hub/login").status_code == 200
        except httpx.HTTPError:
            return False

    def is_seated(self) -> bool:
        """Return whether the seat answers this learner."""
        try:
            answer = self.client.get(f"/user/{self.name}/lab")
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and "jupyter-config-data" in answer.text


@contextlib.contextmanager
def hub(**variables: str) -> Iterator[Hub]:
    """Start a hub; remove all that it has made, what learners made, too."""
    made = Hub(**variables)
    try:
        made.command()
        yield made
    finally:
        made.command("down", "--volumes")


def build_images() -> None:
    """Build what a hub starts; skip without Docker."""
    build("seat")
    build("answer")
    said(
        "docker", "build", "--quiet", "--file", "hub/Dockerfile", "--tag", "poollab-hub",
        *os.environ.get(OPTIONS, "").split(), str(ROOT),
    )  # fmt: skip
