"""PostgreSQL from a wheel, for machines without Docker.

Data is initialised once per machine and version and copied from then on.
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import psutil

from poollab.errors import PoolLabError
from poollab.postgres import cache, network, settings
from poollab.postgres.guard import Guard
from poollab.postgres.storage import storage
from poollab.postgres.wheel import hand_over, run, version


class Embedded:
    """A server from the wheel: its data in memory where there is room, TCP on loopback, SCRAM."""

    kind = "embedded"

    def __init__(self, options: Mapping[str, str]) -> None:
        """Start a server with these settings.

        Raises PoolLabError when there is no room, or when the server refuses to start.
        """
        self.password = cache.secret()
        self.host = "127.0.0.1"
        self.folder = storage() / f"poollab-{uuid.uuid4().hex[:12]}"
        name = f"template-{version()}-{cache.fingerprint(self.password, *settings.INITDB)}"
        template = cache.folder() / name
        unfinished = template.with_name(f"{name}.{self.folder.name}")
        self._guard = Guard("embedded", folders=[str(self.folder), str(unfinished)])
        try:
            self._initialise(template, unfinished)
            self._configure(options)
            self._start_on_a_free_port()
        except BaseException:
            self.close()
            raise

    def _initialise(self, template: Path, unfinished: Path) -> None:
        """Copy the template, or make the data and keep a copy as the template."""
        self.folder.mkdir(mode=0o700)
        hand_over(self.folder)
        data = self.folder / "data"
        if template.exists():
            shutil.copytree(template, data, copy_function=shutil.copyfile)
        else:
            self._initdb(data)
            shutil.copytree(data, unfinished, copy_function=shutil.copyfile)
            with contextlib.suppress(OSError):  # another process was first: theirs stays
                unfinished.rename(template)
        data.chmod(0o700)
        for path in (data, *data.rglob("*")):
            hand_over(path)

    def _initdb(self, data: Path) -> None:
        password = self.folder / "password"
        password.write_text(self.password)
        hand_over(password)
        run(
            "initdb",
            f"--pgdata={data}",
            f"--username={settings.SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            *settings.INITDB,
        )
        password.unlink()
        statements = "\n".join(settings.lab_statements(self.password)) + "\n"
        run("postgres", "--single", "-F", "-D", str(data), "postgres", stdin=statements)

    def _configure(self, options: Mapping[str, str]) -> None:
        own = {"listen_addresses": self.host}
        if os.name == "posix":
            # Sockets and shared memory outside the folder could outlive a killed server.
            own |= {"unix_socket_directories": "", "dynamic_shared_memory_type": "mmap"}
        quoted = {name: value.replace("'", "''") for name, value in (own | dict(options)).items()}
        lines = [f"{name} = '{value}'\n" for name, value in quoted.items()]
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(["\n", *lines])

    def _start_on_a_free_port(self) -> None:
        for attempt in range(5):
            self.port = network.free_port()
            try:
                self.start()
            except PoolLabError as error:
                if attempt == 4 or "could not bind" not in str(error):
                    raise
            else:
                return

    def start(self) -> None:
        """Start the server on its port. Raises PoolLabError with the log's last lines."""
        log = self.folder / "server.log"
        log.unlink(missing_ok=True)
        try:
            run("pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", str(log),
                "-o", f"-p {self.port}")  # fmt: skip
        except PoolLabError as error:
            raise PoolLabError(f"The embedded server did not start: {tail(log)}") from error

    def stop(self) -> None:
        """Stop the server as an administrator would: every session is ended, the data stays."""
        run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder / "data"))

    def log(self) -> str:
        """Return the end of the server's log."""
        return tail(self.folder / "server.log")

    def close(self) -> None:
        """Remove the server and its data."""
        self._guard.close()


def remove(folders: list[str]) -> None:
    """Stop whatever runs in these folders and remove them."""
    for folder in folders:
        data = Path(folder) / "data"
        if (data / "postmaster.pid").exists():
            with contextlib.suppress(PoolLabError):
                run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))
        for process in psutil.process_iter(["cmdline"]):
            if any(folder in part for part in process.info["cmdline"] or ()):
                with contextlib.suppress(psutil.Error):
                    process.kill()
                    process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def tail(log: Path) -> str:
    """Return the last lines of a log on one line."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return " / ".join(text.splitlines()[-3:])
