"""The machine's own PgBouncer, run in a private folder as an account it accepts."""

import contextlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from poollab.errors import PoolLabError
from poollab.pgbouncer.log import last_words
from poollab.pgbouncer.settings import ADMIN, INI, USERS, ini, users
from poollab.postgres import network
from poollab.postgres.guard import Guard
from poollab.postgres.storage import storage, writing
from poollab.postgres.wheel import account, hand_over

# Where an ordinary user's PATH does not lead: Debian's place, and the environment's own.
ASIDE = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", str(Path(sys.prefix, "bin"))]
ROOMIER = "free some room, or set TMPDIR to a folder with room"


def program() -> str | None:
    """Return where PgBouncer is on this machine, or None where it isn't or can't be run."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *ASIDE])
    found = shutil.which("pgbouncer", path=path)
    if found is None:
        return None
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        subprocess.run(
            [found, "--version"], capture_output=True, cwd=os.sep, check=True, **account()
        )
        return found
    return None


class Binary:
    """A process of this machine, listening on a port of loopback."""

    kind = "binary"
    host = "127.0.0.1"

    def __init__(
        self, program: str, dsn: str, passwords: Mapping[str, str], settings: Mapping[str, str]
    ) -> None:
        """Start ``program`` for the server at ``dsn``.

        Raises PoolLabError when there is no room, or when PgBouncer refuses to start.
        """
        self.where = f"from this machine ({program})"
        self._folder = storage() / f"poollab-{uuid.uuid4().hex[:12]}"
        self._log = self._folder / "pgbouncer.log"
        self._guard = Guard("folders", folders=[str(self._folder)])
        try:
            with writing(self._folder.parent, ROOMIER):
                self._folder.mkdir(mode=0o700)
            self.admit(passwords)
            self._start(program, dsn, settings)
        except BaseException:
            self._guard.close()
            raise

    def _write(self, name: str, text: str) -> None:
        """Write one of PgBouncer's files, never half to be seen."""
        with writing(self._folder.parent, ROOMIER):
            fresh = self._folder / f"{name}.new"
            fresh.write_text(text)
            fresh.replace(self._folder / name)
            hand_over(self._folder)

    def _start(self, program: str, dsn: str, settings: Mapping[str, str]) -> None:
        server = urlsplit(dsn)
        asked = settings.get("listen_port", "")
        self.port = int(asked) if asked.isdecimal() else network.free_port()
        own = {
            "listen_addr": self.host,
            "listen_port": str(self.port),
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": str(self._folder / USERS),
            "admin_users": ADMIN,
        }
        self._write(INI, ini(server.hostname or "", server.port or 5432, own | dict(settings)))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [program, str(self._folder / INI)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._folder,
                start_new_session=True, **account(),
            )  # fmt: skip

    def alive(self) -> None:
        """Raise PoolLabError, with the log's last words, when the process has ended."""
        if self._process.poll() is not None:
            words = last_words(self._log.read_text(errors="replace"))
            raise PoolLabError(f"PgBouncer did not start: {words}")

    def admit(self, passwords: Mapping[str, str]) -> None:
        """Write the file of roles and passwords anew."""
        self._write(USERS, users(passwords))

    def close(self) -> None:
        """End the process and remove its folder."""
        self._guard.close()
        self._process.wait()
