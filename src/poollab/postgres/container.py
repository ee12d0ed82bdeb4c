"""PostgreSQL in a container, through testcontainers.

The official image initialises its data at every start. Here the first container of an image keeps
a copy in a named volume, and later ones start from the copy.
"""

import time
import uuid
from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.postgres import cache, engine, network, settings
from poollab.postgres.guard import Guard

TEMPLATE = "poollab-template"
# Runs before the image's own entrypoint. A restarted container has its data already.
PREPARE = f"""
set -e
template=/{TEMPLATE}/data
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    if [ -d "$template" ]; then
        mkdir -p "$PGDATA"
        cp -a "$template/." "$PGDATA"
    elif command -v docker-ensure-initdb.sh >/dev/null; then
        printf '%s' "$POOLLAB_SQL" >/docker-entrypoint-initdb.d/lab.sql
        docker-ensure-initdb.sh
        fresh="$template.$HOSTNAME"
        cp -a "$PGDATA" "$fresh"
        mv -T "$fresh" "$template" 2>/dev/null || rm -rf "$fresh"
    else
        printf '%s' "$POOLLAB_SQL" >/docker-entrypoint-initdb.d/lab.sql
    fi
fi
exec docker-entrypoint.sh "$@"
"""


class Container:
    """A server in a container of its own, published on a port of loopback."""

    kind = "container"

    def __init__(self, options: Mapping[str, str]) -> None:
        """Start a container with these settings; pull its image first if it is missing.

        Raises PoolLabError when the image can't be had or the server refuses to start.
        """
        self.image = engine.image_name()
        self.password = cache.secret()
        self.name = f"poollab-{uuid.uuid4().hex[:12]}"
        image_id = engine.ensure_image(self.image)
        self._guard = Guard("container", name=self.name)
        try:
            self._create(image_id, options)
            self._wait()
        except BaseException:
            self.close()
            raise

    def _create(self, image_id: str, options: Mapping[str, str]) -> None:
        """Create and start the container, on another port if somebody took ours meanwhile."""
        import docker.errors

        for attempt in range(5):
            self.port = network.free_port()
            self._container = self._describe(image_id, options)
            try:
                self._container.start()
            except docker.errors.APIError as error:
                remove(self.name)
                if attempt == 4 or "port is already allocated" not in str(error.explanation):
                    raise PoolLabError(
                        f"Docker did not start {self.image}: {error.explanation}"
                    ) from error
            else:
                break
        self.host = self._container.get_container_host_ip().replace("localhost", "127.0.0.1")
        self.port = self._container.get_exposed_port(5432)

    def _describe(self, image_id: str, options: Mapping[str, str]) -> Any:
        from testcontainers.core.config import testcontainers_config
        from testcontainers.core.container import DockerContainer

        testcontainers_config.ryuk_disabled = True  # the guard does its work, without an image
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        container = DockerContainer(self.image, name=self.name).with_command(["postgres", *flags])
        # A fixed port, because the engine would choose a new one at every restart.
        container.ports = {"5432/tcp": engine.publish(self.port)}
        volume = f"{TEMPLATE}-{cache.fingerprint(image_id, self.password, PREPARE)}"
        container.with_volume_mapping(volume, f"/{TEMPLATE}", "rw")
        container.with_envs(
            POSTGRES_PASSWORD=self.password,
            POSTGRES_INITDB_ARGS=" ".join(settings.INITDB),
            POOLLAB_SQL="\n".join(settings.lab_statements(self.password)),
        )
        return container.with_kwargs(
            entrypoint=["bash", "-c", PREPARE, "bash"], labels={"poollab": self.name}
        )

    def _wait(self) -> None:
        dsn = f"postgresql://{settings.LAB}:{self.password}@{self.host}:{self.port}/{settings.LAB}"
        network.wait_until_answering(dsn, self._alive)

    def _alive(self) -> None:
        wrapped = self._container.get_wrapped_container()
        wrapped.reload()
        if wrapped.status == "exited":
            raise PoolLabError(f"The server in the container did not start: {self.log()}")

    def start(self) -> None:
        """Start the stopped server again, on the same port. Raises PoolLabError if it can't."""
        import docker.errors

        try:
            self._container.get_wrapped_container().start()
        except docker.errors.APIError as error:
            raise PoolLabError(f"The container did not restart: {error.explanation}") from error
        self._wait()

    def stop(self) -> None:
        """Stop the server as an administrator would: every session is ended, the data stays."""
        self._container.get_wrapped_container().stop(timeout=10)

    def log(self) -> str:
        """Return the last lines of the server's log on one line."""
        text = self._container.get_wrapped_container().logs(tail=3).decode(errors="replace")
        return " / ".join(text.splitlines())

    def close(self) -> None:
        """Remove the container and its data."""
        self._guard.close()


def remove(name: str) -> None:
    """Remove a container and its volumes, also one that the engine is still creating."""
    import docker.errors

    deadline = time.monotonic() + 5
    client = engine.client()
    while True:
        try:
            client.containers.get(name).remove(force=True, v=True)
        except docker.errors.NotFound:
            if time.monotonic() > deadline:
                return
            time.sleep(0.1)
        except docker.errors.APIError:  # a removal is already under way
            time.sleep(0.1)
        else:
            return


def remove_templates() -> list[str]:
    """Remove every template volume; return their names. Nothing happens without an engine."""
    if engine.problem():
        return []
    volumes = engine.client().volumes.list(filters={"name": TEMPLATE})
    for volume in volumes:
        volume.remove(force=True)
    return [volume.name for volume in volumes]
