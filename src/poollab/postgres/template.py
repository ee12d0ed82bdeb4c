"""What every container of an image starts from: data that the first one initialised.

It is kept in a named volume. Not in memory, because a stopped container loses what it had there.
"""

from poollab.postgres import cache, engine, settings

NAME = "poollab-template"

# Runs as root, before the image's own entrypoint, which hands over all files to postgres. A
# restarted container has its data already; of two first starts at once, the second waits for the
# first one's template.
PREPARE = rf"""
set -e
template=/{NAME}/data.tar
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    exec 9>"$template.lock"
    flock 9
    if [ -s "$template" ]; then
        mkdir -p "$PGDATA"
        tar -C "$PGDATA" -xf "$template"
    else
        printf '%s' "$POOLLAB_SQL" >/docker-entrypoint-initdb.d/lab.sql
        docker-ensure-initdb.sh postgres -c fsync=off
        tar -C "$PGDATA" -cf "$template.new" .
        mv "$template.new" "$template"
    fi
    exec 9>&-
    if [ "$POOLLAB_TLS" = on ]; then
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
            -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
            -keyout "$PGDATA/server.key" -out "$PGDATA/server.crt" \
            || echo "FATAL: this image has no openssl to make a certificate with"
        chmod -f 600 "$PGDATA/server.key" || true
    fi
fi
exec docker-entrypoint.sh "$@"
"""


def environment(password: str) -> dict[str, str]:
    """Return the variables that the image's scripts and ours read."""
    return {
        "POSTGRES_PASSWORD": password,
        "POSTGRES_INITDB_ARGS": " ".join(settings.INITDB),
        "POOLLAB_SQL": "\n".join(settings.lab_statements(password)),
    }


def volume(image_id: str, password: str) -> str:
    """Return the name of the volume: another one when any ingredient of the data changes."""
    return f"{NAME}-{cache.fingerprint(image_id, PREPARE, *environment(password).values())}"


def remove_all() -> list[str]:
    """Remove every template volume that is not in use; return a line for each.

    Nothing happens without an engine.
    """
    if engine.problem():
        return []
    import docker.errors

    lines = []
    for found in engine.client().volumes.list(filters={"name": NAME}):
        try:
            found.remove(force=True)
            lines.append(f"removed Docker volume {found.name}")
        except docker.errors.APIError:
            lines.append(f"left Docker volume {found.name}: a container uses it")
    return lines
