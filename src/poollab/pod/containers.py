"""The three containers of a pod: what runs in each, and what it may do.

They share one network, which has loopback only: that of PostgreSQL, which is started without any.
"""

import os
from typing import Any

from poollab.pod import template
from poollab.postgres import engine, settings
from poollab.postgres.container import remove as remove_one

MB = 2**20
PARTS = ("postgres", "answer", "examiner")
EXAMINER = "1001:1001"
"""The account of the examiner, another than that of answers, which is their image's."""
DATA = "/pod"
START = f"""
cp --recursive {template.DATA} "$PGDATA"
postgres --single -F postgres >/dev/null <<<\
    "ALTER ROLE {settings.SUPERUSER} PASSWORD '$POOLLAB_PASSWORD'"
exec postgres $POOLLAB_SETTINGS
"""
CODE = "/opt/pool-lab/src"  # in the image of the seat

HARD = {
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "read_only": True,
    "log_config": {"Type": "json-file", "Config": {"max-size": "1m"}},
}


def described(pod: str, part: str, password: str, volume: str) -> dict[str, Any]:
    """Return how Docker is to make one part of a pod, that before it being there.

    ``password`` is that of the superuser; ``volume`` has what PostgreSQL starts from.
    """
    makers = {
        "postgres": _postgres(password, volume),
        "answer": _answer(),
        "examiner": _examiner(pod),
    }
    network = "none" if part == "postgres" else f"container:{named(pod, 'postgres')}"
    return {
        "name": named(pod, part), "network_mode": network,
        "labels": {"poollab": pod, "poollab.process": str(os.getpid()), **of_hub()},
        **HARD, **makers[part],
    }  # fmt: skip


def of_hub() -> dict[str, str]:
    """Return the label by which a hub finds what its instructor's container leaves when killed."""
    hub = os.environ.get("POOLLAB_HUB")
    return {"poollab.hub": hub} if hub else {}


def named(pod: str, part: str) -> str:
    """Return the name of a container."""
    return f"{pod}-{part}"


def _postgres(password: str, volume: str) -> dict[str, Any]:
    """Return PostgreSQL: data in memory, and a password for whoever comes by loopback."""
    options = settings.merged({"max_connections": 100})
    return {
        "image": engine.image_name(),
        "user": "postgres",
        "entrypoint": ["bash", "-ec", START],
        "environment": {
            "PGDATA": f"{DATA}/data",
            "POOLLAB_PASSWORD": password,
            "POOLLAB_SETTINGS": " ".join(f"-c {one}={value}" for one, value in options.items()),
        },
        "volumes": {volume: {"bind": template.FOLDER, "mode": "ro"}},
        "tmpfs": {DATA: "mode=1777,size=512m", "/var/run/postgresql": "mode=1777,size=1m",
                  "/tmp": "mode=1777,size=16m"},
        **_limits(megabytes=768, processes=256),
    }  # fmt: skip


def _answer() -> dict[str, Any]:
    """What an answer may take: a file of all that a task sends has room, but not much more."""
    return {
        "image": "poollab-answer",
        "environment": {"HOME": "/tmp"},
        "tmpfs": {"/tmp": "mode=1777,size=192m,nr_inodes=10000"},
        "shm_size": 16 * MB,
        "nano_cpus": 10**9,
        "ulimits": [{"Name": "nofile", "Soft": 4096, "Hard": 4096},
                    {"Name": "core", "Soft": 0, "Hard": 0}],
        **_limits(megabytes=512, processes=256),
    }  # fmt: skip


def _examiner(pod: str) -> dict[str, Any]:
    """It sees the answer's processes, which are of another account: times and sizes, no more."""
    return {
        "image": "poollab-seat",
        "entrypoint": ["python", "-P", "-m", "poollab.pod.inside"],
        "user": EXAMINER,
        "pid_mode": f"container:{named(pod, 'answer')}",
        "environment": {"HOME": "/tmp", "PYTHONPATH": CODE},
        "working_dir": "/tmp",
        "tmpfs": {"/tmp": "mode=1777,size=16m"},
        "stdin_open": True,
        "healthcheck": {"test": ["NONE"]},
        **_limits(megabytes=384, processes=64),
    }


def _limits(megabytes: int, processes: int) -> dict[str, Any]:
    room = megabytes * MB
    return {"mem_limit": room, "memswap_limit": room, "pids_limit": processes}


def remove(names: dict[str, bool]) -> None:
    """Remove containers, the last made first.

    Unless its name has ``True``, the engine may still be creating one.
    """
    for name, settled in reversed(names.items()):
        remove_one(name, settled)
