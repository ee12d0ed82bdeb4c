"""What PostgreSQL starts from in every pod: data made once for an image, with nobody's password.

It is kept in a named volume, which pods can only read, until ``make clean`` removes it.
"""

import secrets
import threading
from typing import Any

from poollab.postgres import cache, engine, settings
from poollab.postgres import template as others
from poollab.postgres.guard import Guard

FOLDER = "/template"
DATA = f"{FOLDER}/made/data"
# Of two first runs at once one comes too late. Nobody misses template0, and every pod would copy
# it; who comes by the network needs a password, and nobody has one yet.
MAKE = f"""
[ ! -d {DATA} ] || exit 0
new=$(mktemp --directory {FOLDER}/new-XXXXXX)
initdb --pgdata="$new/data" --username={settings.SUPERUSER} --auth-local=trust \
    --auth-host=scram-sha-256 {" ".join(settings.INITDB)} >/dev/null
postgres --single -F -D "$new/data" postgres >/dev/null <<END
UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'
DROP DATABASE template0
END
mv --no-target-directory "$new" {FOLDER}/made || rm --recursive "$new"
"""
BECOME_POSTGRES = f'chown postgres {FOLDER} && exec gosu postgres bash -ec "$0"'  # the image's way

_one_at_a_time = threading.Lock()
_seen = set[str]()
"""The volumes that this process has seen to have the data."""


def volume(client: Any, image: str) -> str:
    """Return the name of an image's volume; the first time, see that the data is in there.

    ``client`` is the engine's. Raises PoolLabError when it can't be made.
    """
    image_id = engine.ensure_image(client, image)
    name = f"{others.NAME}-pod-{cache.fingerprint(image_id, MAKE)}"
    with _one_at_a_time:
        # somebody may have cleaned up since
        if name not in _seen or not client.volumes.list(filters={"name": name}):
            make(client, image, name)
            _seen.add(name)
    return name


def make(client: Any, image: str, volume: str) -> None:
    """Run a container that makes the data, unless it is there. Raises PoolLabError."""
    name = f"poollab-{secrets.token_hex(6)}"
    guard = Guard("container", name=name, settled=False)
    try:
        with engine.one_line("Docker did not make the data that PostgreSQL starts from"):
            client.containers.run(
                image, entrypoint=["bash", "-c", BECOME_POSTGRES, MAKE], name=name,
                labels={"poollab": name}, user="root", network_mode="none",
                volumes={volume: {"bind": FOLDER, "mode": "rw"}},
            )  # fmt: skip
        guard.update(settled=True)
    finally:
        guard.close()
