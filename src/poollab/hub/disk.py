"""Watches how much the learners' volumes hold, and stops a seat that holds more than it may.

Docker can't limit a volume on most file systems. So a seat is stopped here, its learner is told at
the next start, and may then delete what is too much.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

import docker.errors
import requests
from jupyterhub.traitlets import ByteSpecification

import docker
from poollab.hub.networks import LABEL

LEARNER = "poollab.learner"
VOLUME = "poollab.home"
"""Labels of a seat: whose it is, and the name of the volume."""
FULL = Path("full.json")
"""In the hub's folder: bytes of each seat that was stopped, and whether the learner knows."""
PAUSE = 5  # seconds between two looks
A_START = 20  # one part in so many of the limit is what a seat may write that starts to make room


def told(learner: str) -> str:
    """Return what a learner whose seat was stopped is to be told, once; else nothing."""
    full = noted()
    if learner not in full or full[learner]["told"]:
        return ""
    full[learner]["told"] = True
    note(full)
    return (
        f"Your seat was stopped: your files had grown to {full[learner]['bytes'] / 2**30:.1f} GB, "
        f"and {limit() / 2**30:.1f} GB are yours. Start it again, and delete what you don't need: "
        "`du -a ~ | sort -n | tail` in a terminal shows the biggest."
    )


def limit() -> int:
    """Return how many bytes a learner may have."""
    return int(ByteSpecification().validate(None, os.environ["POOLLAB_DISK"]))


def noted() -> dict[str, dict[str, Any]]:
    """Return which seats were stopped."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(FULL.read_text())
    except FileNotFoundError:
        return {}
    return found


def note(full: dict[str, dict[str, Any]]) -> None:
    """Write down which seats were stopped, never half to be seen."""
    fresh = FULL.with_suffix(".new")
    fresh.write_text(json.dumps(full))
    fresh.replace(FULL)


def look(client: Any, hub: str, most: int) -> None:
    """Stop each seat with more bytes than it may have, and than when it was stopped last.

    One that has made room is forgotten.
    """
    held, full, stopped = sizes(client), noted(), {}
    for seat in client.containers(filters={"label": [f"{LABEL}={hub}", VOLUME]}):
        learner, volume = seat["Labels"][LEARNER], seat["Labels"][VOLUME]
        size = held.get(volume, 0)
        if size <= most:
            full.pop(learner, None)
        elif size > full.get(learner, {"bytes": 0})["bytes"] + most // A_START:
            full[learner] = {"bytes": size, "told": False}
            stopped[learner] = volume
            client.kill(seat["Id"])
    if stopped:  # it went on writing until it was; or it would be stopped again as it starts
        held = sizes(client)
        for learner, volume in stopped.items():
            full[learner]["bytes"] = max(full[learner]["bytes"], held.get(volume, 0))
    if full != noted():
        note(full)


def sizes(client: Any) -> dict[str, int]:
    """Return how many bytes each volume holds."""
    return {one["Name"]: one["UsageData"]["Size"] for one in client.df()["Volumes"] or []}


def main() -> None:
    """Watch for ever, also while Docker has no time for it."""
    client, hub, most = docker.APIClient(version="auto"), os.environ["POOLLAB_HUB"], limit()
    while True:
        try:
            look(client, hub, most)
        except (docker.errors.DockerException, requests.RequestException) as error:
            print(f"The disks could not be looked at: {error}", flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
