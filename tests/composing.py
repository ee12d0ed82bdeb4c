"""The images and services of ``docker/``, built and run as the README says, under other names."""

import contextlib
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from typing import NoReturn

import pytest
from conftest import needs_docker
from waiting import until

from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.hub.room import command as compose
from poollab.postgres.network import free_port

FOLDER = ROOT / "docker"
OPTIONS = "POOLLAB_BUILD_OPTIONS"  # for docker build, where it reaches no package source without
LIMIT = 400  # seconds, for an image that is built with nothing to build upon


def command() -> list[str]:
    """Return compose, as Docker's plugin or of old; skip without, fail where CI asks for Docker."""
    try:
        return compose()
    except PoolLabError as error:
        return missing(str(error))


def missing(what: str) -> NoReturn:
    """Skip, or fail where CI says that there must be Docker."""
    if os.environ.get("POOLLAB_REQUIRE_DOCKER"):
        pytest.fail(f"POOLLAB_REQUIRE_DOCKER is set, but {what}")
    pytest.skip(what)


def run(*words: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in ``docker/`` with more variables; return what it said, whatever that is."""
    return subprocess.run(
        words,
        cwd=FOLDER,
        input=stdin,
        capture_output=True,
        text=True,
        env=os.environ | more,
        timeout=LIMIT,
    )


def said(*words: str, stdin: str = "", **more: str) -> str:
    """Run a command in ``docker/``; return its output, and fail with its complaint otherwise."""
    done = run(*words, stdin=stdin, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Course:
    """The services of compose.yaml, as a project of their own on free ports."""

    def __init__(self, **variables: str) -> None:
        self.project = f"poollab-{uuid.uuid4().hex[:8]}"
        self.port, self.prometheus = free_port(), free_port()
        self.variables = {
            "COMPOSE_PROJECT_NAME": self.project,
            "POOLLAB_PORT": str(self.port),
            "POOLLAB_PROMETHEUS_PORT": str(self.prometheus),
            **variables,
        }
        self._compose = command()

    def compose(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run compose; return what it said, whatever that is."""
        return run(*self._compose, *words, **self.variables)

    def up(self, *profiles: str) -> None:
        """Start the services, those of profiles too, and wait until the lab is healthy."""
        words = [word for profile in profiles for word in ("--profile", profile)]
        done = self.compose(*words, "up", "--detach", "--no-build")
        assert done.returncode == 0, done.stdout + done.stderr
        until(lambda: self.health() == "healthy", "the lab is healthy", limit=120)

    def health(self) -> str:
        """Return what Docker says of the lab: starting, healthy or unhealthy."""
        return said("docker", "inspect", "-f", "{{.State.Health.Status}}", self.lab()).strip()

    def lab(self) -> str:
        """Return the container of the lab."""
        return self.compose("ps", "-q", "lab").stdout.strip()

    def inside(self, *words: str, stdin: str = "") -> str:
        """Run a command in the lab; return its output."""
        return said("docker", "exec", "-i", self.lab(), *words, stdin=stdin)

    def logs(self) -> str:
        """Return what the lab has printed."""
        done = run("docker", "logs", self.lab())
        return done.stdout + done.stderr

    def down(self, *words: str) -> None:
        """Stop the services and remove them."""
        done = self.compose("--profile", "pgbouncer", "--profile", "prometheus", "down", *words)
        assert done.returncode == 0, done.stdout + done.stderr

    def left(self) -> list[str]:
        """Return what Docker has of this project."""
        return of_docker(self.project)


def of_docker(name: str) -> list[str]:
    """Return the containers, networks and volumes that have this in their names."""
    kinds = {"ps --all": "{{.Names}}", "network ls": "{{.Name}}", "volume ls": "{{.Name}}"}
    named = ["--filter", f"name={name}", "--format"]
    return [
        line
        for kind, shown in kinds.items()
        for line in said("docker", *kind.split(), *named, shown).split()
    ]


@contextlib.contextmanager
def course(**variables: str) -> Iterator[Course]:
    """Give a course to start; remove all that it has made, its volumes too."""
    made = Course(**variables)
    try:
        yield made
    finally:
        made.down("--volumes")


def build(target: str) -> str:
    """Build a target of docker/lab and return its image; skip without Docker and its command."""
    needs_docker()
    if shutil.which("docker") is None:
        missing("there is no command docker")
    said(
        "docker", "build", "--quiet", "--file", "lab/Dockerfile", "--target", target,
        "--tag", f"poollab-{target}", *os.environ.get(OPTIONS, "").split(), str(ROOT),
    )  # fmt: skip
    return f"poollab-{target}"


def buildkit() -> str:
    """Return a docker command that builds with BuildKit; skip, or fail in CI, without one.

    Newer ones need a plugin for it, older ones have it built in.
    """
    needs_docker()
    for folder in os.environ["PATH"].split(os.pathsep):
        if found := shutil.which("docker", path=folder):
            help_ = run(found, "build", "--help", DOCKER_BUILDKIT="1")
            if help_.returncode == 0 and "--progress" in help_.stdout:
                return found
    return missing("no docker command here builds with BuildKit")


def megabytes(image: str) -> float:
    """Return the size of an image."""
    return int(said("docker", "image", "inspect", "-f", "{{.Size}}", image)) / 1e6
