"""PgBouncer in a container, on a network that only its PostgreSQL shares.

By name on a network of Docker's own: PostgreSQL's port is published on the machine's loopback,
which no other container can reach, and its address may be another after a restart.
"""

import contextlib
import io
import tarfile
import uuid
from collections.abc import Mapping
from typing import Any

from poollab.errors import PoolLabError
from poollab.pgbouncer import image
from poollab.pgbouncer.log import last_words
from poollab.pgbouncer.settings import ADMIN, INI, USERS, ini, users
from poollab.postgres import container, engine, network
from poollab.postgres.guard import Guard

PORT = 6432  # in the container
FOLDER = "/etc/pgbouncer"
SERVER = "postgres"  # the name under which the network knows the server
# A restarted server may come back at another address: ask for it again soon.
NAMES = {"dns_max_ttl": "1", "dns_nxdomain_ttl": "1"}


class Container:
    """A container of its own, published on a port of loopback."""

    kind = "container"
    host = "127.0.0.1"
    where = f"in a container ({image.NAME})"

    def __init__(
        self, server: str, passwords: Mapping[str, str], settings: Mapping[str, str]
    ) -> None:
        """Start it for the server in the container of this name. Raises PoolLabError."""
        asked = settings.get("listen_port", "")
        self.port = int(asked) if asked.isdecimal() else network.free_port()
        self._name = f"poollab-{uuid.uuid4().hex[:12]}"
        own = NAMES | {
            "listen_addr": "*",
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": f"{FOLDER}/{USERS}",
            "admin_users": ADMIN,
        }
        inside = {} if asked and not asked.isdecimal() else {"listen_port": str(PORT)}
        text = ini(SERVER, container.PORT, own | dict(settings) | inside)
        self._guard = Guard(__name__, name=self._name, server=server, settled=False)
        try:
            with engine.one_line("Docker did not start PgBouncer"):
                self._create(server, {INI: text, USERS: users(passwords)})
            self._guard.update(settled=True)
        except BaseException:
            self.close()
            raise

    def _create(self, server: str, files: dict[str, str]) -> None:
        found = engine.client()
        labels = {"poollab": self._name}
        shared = found.networks.create(self._name, labels=labels)
        shared.connect(server, aliases=[SERVER])
        self._container = found.containers.create(
            image.NAME,
            name=self._name,
            labels=labels,
            network=self._name,
            ports={f"{PORT}/tcp": (self.host, self.port)},
            healthcheck={"test": ["NONE"]},  # it would take part in what is measured
        )
        self._write(files)
        self._container.start()

    def _write(self, files: Mapping[str, str]) -> None:
        """Copy files into the container: an engine elsewhere can't mount a folder of ours."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for name, text in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(text.encode())
                tar.addfile(entry, io.BytesIO(text.encode()))
        self._container.put_archive(FOLDER, packed.getvalue())

    def alive(self) -> None:
        """Raise PoolLabError, with the log's last words, when it has ended."""
        with engine.one_line("The container is gone"):
            self._container.reload()
            if self._container.status == "exited":
                words = last_words(self._container.logs(tail=10).decode(errors="replace"))
                raise PoolLabError(f"PgBouncer did not start: {words}")

    def admit(self, passwords: Mapping[str, str]) -> None:
        """Write the file of roles and passwords anew."""
        with engine.one_line("Docker did not pass PgBouncer a role"):
            self._write({USERS: users(passwords)})

    def close(self) -> None:
        """Remove the container and its network."""
        self._guard.close()


def remove(name: str, server: str, settled: bool) -> None:
    """Remove a PgBouncer's container and the network it shared with the server's container."""
    container.remove(name, settled)
    found = engine.client()
    for shared in found.networks.list(names=[name]):
        disconnect(shared, server)
        shared.remove()


def disconnect(shared: Any, server: str) -> None:
    """Take the server's container off the network, if it is there: it may be gone already."""
    import docker.errors

    with contextlib.suppress(docker.errors.APIError):
        # A stopped one, too: it could not start again without this network.
        shared.disconnect(server, force=True)
