"""PostgreSQL from a wheel, for machines without Docker.

Data is initialised once per machine and version and copied from then on.
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from poollab.errors import PoolLabError
from poollab.postgres import cache, network, settings
from poollab.postgres.guard import Guard
from poollab.postgres.log import last_words
from poollab.postgres.storage import storage, writing
from poollab.postgres.wheel import hand_over, run, version

ROOMIER = "free some room, or set TMPDIR to a folder with room"


class Embedded:
    """A server from the wheel: its data in memory where there is room, TCP on loopback, SCRAM."""

    kind = "embedded"
    host = "127.0.0.1"
    role = settings.LAB
    superuser = settings.SUPERUSER

    def __init__(self, options: Mapping[str, str]) -> None:
        """Start a server with these settings.

        Raises PoolLabError when there is no room, or when the server refuses to start.
        """
        self.password = self.superuser_password = cache.secret()
        self._statements = "\n".join(settings.lab_statements(self.password)) + "\n"
        self._folder = storage() / f"poollab-{uuid.uuid4().hex[:12]}"
        self._data = self._folder / "data"
        ingredients = cache.fingerprint(self._statements, *settings.INITDB)
        template = cache.folder() / f"template-{version()}-{ingredients}"
        unfinished = template.with_name(f"{template.name}.{self._folder.name}")
        self._guard = Guard("folders", folders=[str(self._folder), str(unfinished)])
        try:
            self._initialise(template, unfinished)
            self._configure(options)
            self._start_on_a_free_port()
        except BaseException:
            self.close()
            raise

    def _initialise(self, template: Path, unfinished: Path) -> None:
        """Copy the template, or make the data and keep a copy as the template."""
        with writing(self._folder.parent, ROOMIER):
            self._folder.mkdir(mode=0o700)
            if template.exists():
                shutil.copytree(template, self._data, copy_function=shutil.copyfile)
                hand_over(self._folder)
                return
            self._initdb()
        with writing(template.parent, cache.ADVICE):
            shutil.copytree(self._data, unfinished, copy_function=shutil.copyfile)
        with contextlib.suppress(OSError):  # another process was first: theirs stays
            unfinished.rename(template)

    def _initdb(self) -> None:
        password = self._folder / "password"
        password.write_text(self.password)
        hand_over(self._folder)
        run(
            "initdb",
            f"--pgdata={self._data}",
            f"--username={settings.SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            *settings.INITDB,
        )
        password.unlink()
        run("postgres", "--single", "-F", "-D", str(self._data), "postgres", stdin=self._statements)

    def _configure(self, options: Mapping[str, str]) -> None:
        own = {"listen_addresses": self.host}
        if os.name == "posix":
            # Sockets and shared memory outside the folder could outlive a killed server.
            own |= {"unix_socket_directories": "", "dynamic_shared_memory_type": "mmap"}
        with (
            writing(self._folder.parent, ROOMIER),
            (self._data / "postgresql.conf").open("a") as file,
        ):
            for name, value in (own | dict(options)).items():
                quoted = value.replace("\\", "\\\\").replace("'", "''")
                file.write(f"\n{name} = '{quoted}'")
            file.write("\n")

    def _start_on_a_free_port(self) -> None:
        for attempt in range(5):
            self.port = network.free_port()
            try:
                self.start()
                break
            except PoolLabError as error:
                if attempt == 4 or "could not bind" not in str(error):
                    raise

    def limit(self, max_connections: int) -> None:
        """Write it to the settings: what comes last counts."""
        self._configure({"max_connections": str(max_connections)})

    def start(self) -> None:
        """Start the server on its port. Raises PoolLabError with the log's last lines."""
        if self._runs():
            return
        log = self._folder / "server.log"
        log.unlink(missing_ok=True)
        try:
            run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(log),
                "-o", f"-p {self.port}")  # fmt: skip
        except PoolLabError as error:
            words = last_words(log.read_text(errors="replace")) if log.exists() else error
            raise PoolLabError(f"The embedded server did not start: {words}") from error

    def stop(self) -> None:
        """Stop the server as an administrator would: every session is ended, the data stays."""
        if self._runs():
            run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self._data))

    def _runs(self) -> bool:
        with contextlib.suppress(PoolLabError):
            run("pg_ctl", "status", "-D", str(self._data))
            return True
        return False

    def close(self) -> None:
        """Remove the server and its data."""
        self._guard.close()
