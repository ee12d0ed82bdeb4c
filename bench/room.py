"""Some learners played at once at the hub of this machine, and what their seats take meanwhile."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import docker.errors
import httpx

from bench.players import Player
from poollab.hub.room import Room

MB = 2**20
EVERY = 1  # seconds between two looks at Docker's figures


@dataclass
class Taken:
    """What one seat has taken until now."""

    idle: float = 0  # MB, when JupyterLab was served and nothing ran
    peak: float = 0  # MB
    processor: float = 0  # seconds


@dataclass
class Play:
    """So many learners at once: each player, and what its seat took."""

    players: list[Player]
    taken: dict[str, Taken] = field(default_factory=dict)

    @property
    def errors(self) -> list[str]:
        """Return a line for each error."""
        return [f"{one.name}: {error}" for one in self.players for error in one.errors]


class Looking(threading.Thread):
    """Asks Docker again and again what the seats take."""

    def __init__(self, room: Room, play: Play) -> None:
        super().__init__(daemon=True)
        self._room, self._play, self._over = room, play, threading.Event()

    def run(self) -> None:
        while not self._over.wait(EVERY):
            for player in self._play.players:
                # One that is coming or going has no figures, or none that can be read.
                with suppress(docker.errors.APIError, LookupError, ValueError):
                    self._look(player)

    def _look(self, player: Player) -> None:
        seat = self._room.client.containers.get(seat_of(self._room, player))
        stats: Any = seat.stats(stream=False, one_shot=True)
        memory, taken = stats["memory_stats"], self._play.taken.setdefault(player.name, Taken())
        used = (memory["usage"] - memory["stats"].get("inactive_file", 0)) / MB
        if "seat" in player.seconds and "open" not in player.seconds:
            taken.idle = used
        taken.peak = max(taken.peak, used)
        taken.processor = stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


def seat_of(room: Room, player: Player) -> str:
    """Return the name of a player's container."""
    return f"{room.name}-seat-{player.name}"


def play(number: int) -> Play:
    """Have so many learners play at once; stop their seats and remove what they made."""
    room = Room()
    hub = room.hub()
    code = hub.exec_run(["cat", "POOLLAB_CODE"]).output.decode().strip()
    players = [Player(int(room.port), f"player{n:03}", code) for n in range(1, number + 1)]
    played = Play(players)
    looking = Looking(room, played)
    looking.start()
    try:
        asyncio.run(all_of(players))
    finally:
        looking.stop()
        remove(room, players)
    return played


async def all_of(players: list[Player]) -> None:
    """Have all play at once, then leave."""
    await asyncio.gather(*(one.play() for one in players))
    await asyncio.gather(*(one.leave() for one in players if one.is_seated))


def remove(room: Room, players: list[Player]) -> None:
    """Remove the containers and volumes of players, also of those who could not leave."""
    for player in players:
        with suppress(docker.errors.NotFound):
            end(room.client.containers.get(seat_of(room, player)))
        with suppress(docker.errors.NotFound):
            room.client.volumes.get(f"{room.name}-home-{player.name}").remove()


def end(seat: Any) -> None:
    """Remove a container, or wait until the hub, which was asked to stop it, has done so."""
    try:
        seat.remove(force=True, v=True)
    except docker.errors.APIError as error:
        if error.status_code != httpx.codes.CONFLICT:
            raise
        seat.wait(condition="removed", timeout=60)
