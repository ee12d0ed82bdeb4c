"""PostgreSQL in a container, through testcontainers."""

import time
import uuid
from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache, engine, network, settings, template
from poollab.postgres.guard import Guard
from poollab.postgres.log import last_words

PORT = 5432  # in the container
TAKEN = ("already allocated", "already in use", "not available")
APPEARS_WITHIN = 5  # seconds: how long the engine may take to create a container
PATIENCE = 20  # seconds that an engine gets to come back and remove a container


class Container:
    """A server in a container of its own, published on a port of loopback."""

    kind = "container"
    role = settings.LAB
    superuser = settings.SUPERUSER

    def __init__(self, options: Mapping[str, str]) -> None:
        """Start a container with these settings; pull its image first if it is missing.

        Raises PoolLabError when the image can't be had or the server refuses to start.
        """
        self.password = self.superuser_password = cache.secret()
        self.name = f"poollab-{uuid.uuid4().hex[:12]}"
        self._describe(options)
        self._guard = Guard("container", name=self.name)
        try:
            self._create()
            self._wait()
        except BaseException:
            self.close()
            raise

    def _describe(self, options: Mapping[str, str]) -> None:
        from testcontainers.core.config import testcontainers_config
        from testcontainers.core.container import DockerContainer

        testcontainers_config.ryuk_disabled = True  # the guard does its work, without an image
        self._container = DockerContainer(
            engine.image_name(),
            name=self.name,
            env=template.environment(self.password) | {"POOLLAB_TLS": options.get("ssl", "")},
            entrypoint=["bash", "-c", template.PREPARE, "bash"],
            labels={"poollab": self.name},
        )
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self._container.with_command(["postgres", *flags])
        self._engine = self._container.get_docker_client()
        image_id = engine.ensure_image(self._engine.client, self._container.image)
        volume = template.volume(image_id, self.password)
        self._container.with_volume_mapping(volume, f"/{template.NAME}", "rw")

    def _create(self) -> None:
        """Create and start the container, on another port if somebody took ours meanwhile."""
        loopback = engine.reaches_loopback(self._engine)
        for attempt in range(5):
            self.port = network.free_port()
            # A fixed port, because the engine would choose a new one at every restart.
            published: Any = ("127.0.0.1", self.port) if loopback else self.port
            self._container.ports = {f"{PORT}/tcp": published}
            try:
                self._start_once()
                break
            except PoolLabError as error:
                if attempt == 4 or not any(words in str(error) for words in TAKEN):
                    raise
        self.host = "127.0.0.1"
        if not loopback:
            self.host = self._container.get_container_host_ip()
            self.port = self._container.get_exposed_port(PORT)

    def _start_once(self) -> None:
        self._guard.update(settled=False)
        try:
            with engine.one_line(f"Docker did not start {self._container.image}"):
                self._container.start()
        except PoolLabError:
            remove(self.name, settled=False)
            self._guard.update(settled=True)
            raise
        self._guard.update(settled=True)

    def _wait(self) -> None:
        dsn = f"postgresql://{self.role}:{self.password}@{self.host}:{self.port}/{self.role}"
        network.wait_until_answering(dsn, self._alive)

    def _alive(self) -> None:
        with engine.one_line("The container is gone"):
            container = self._container.get_wrapped_container()
            container.reload()
            if container.status == "exited":
                words = last_words(container.logs(tail=10).decode(errors="replace"))
                raise PoolLabError(f"The server in the container did not start: {words}")

    def start(self) -> None:
        """Start the stopped server again, on the same port. Raises PoolLabError if it can't."""
        with engine.one_line("The container did not start again"):
            self._container.get_wrapped_container().start()
        self._wait()

    def stop(self) -> None:
        """Stop the server as an administrator would: every session is ended, the data stays."""
        with engine.one_line("The container did not stop"):
            self._container.get_wrapped_container().stop(timeout=10)

    def limit(self, max_connections: int) -> None:
        """Write it to the settings; what the server was started with would count more."""
        statement = f"ALTER SYSTEM SET max_connections = {int(max_connections)}"
        command = ["psql", "-U", self.superuser, "-c", statement]
        with engine.one_line("The server in the container was not set"):
            done = self._container.get_wrapped_container().exec_run(command)
            if done.exit_code:
                assert isinstance(done.output, bytes)
                raise PoolLabError(f"The server refused: {last_words(done.output.decode())}")

    def close(self) -> None:
        """Remove the container and its data."""
        self._guard.close()


def remove(name: str, settled: bool = True) -> None:
    """Remove a container and its volumes.

    Unless ``settled``, the engine may still be creating it: then a missing one is waited for.
    Raises PoolLabError when the engine can't do it.
    """
    import docker.errors
    import requests

    start = time.monotonic()
    while True:
        try:
            engine.client().containers.get(name).remove(force=True, v=True)
            return
        except docker.errors.NotFound:
            if settled or time.monotonic() > start + APPEARS_WITHIN:
                return
        except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
            # A removal is under way already, or the engine is not to be had just now.
            if time.monotonic() > start + PATIENCE:
                raise PoolLabError(
                    f"Docker did not remove the container {name} ({error}): remove it yourself."
                ) from error
        time.sleep(0.1)
