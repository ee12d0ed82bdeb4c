"""What a seat of a hub takes: learners played against the hub that runs here, some at once."""

import asyncio
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any

import docker.errors
import httpx

from bench.players import Player
from bench.rounds import Part, Rounds
from bench.tables import table
from poollab.draw import curves
from poollab.environment import ROOT
from poollab.hub.command import Room
from poollab.postgres import engine

MB = 2**20
MOST = 100  # players; more is another machine's work
STEPS = ("log in", "seat", "open", "lesson", "hand in")
EVERY = 1  # seconds between two looks at Docker's figures
PICTURE = ROOT / "build" / "bench" / "seats.png"


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


def counts() -> list[int]:
    """Return how many play at once, in turn: 1, a third, and as many as POOLLAB_SEATS says."""
    most = min(MOST, max(1, int(os.environ.get("POOLLAB_SEATS") or 10)))
    return sorted({1, max(1, most // 3), most})


def trouble() -> str | None:
    """Return a line when there is no hub to play against."""
    if problem := engine.problem():
        return problem
    hub = Room().hub()
    return None if hub and hub.status == "running" else "no hub runs here: `make hub` starts one"


def measure(rounds: Rounds) -> str:
    """Return the tables, and write the curve."""
    found = rounds.of({number: partial(play, number) for number in counts()})
    rows = [row(number, plays) for number, plays in found.items()]
    head = ["at once", *(f"{step}, s" for step in STEPS), "idle MB", "peak MB", "CPU s", "errors"]
    note = (
        "Of each step the median and the slowest; of memory the median and the largest: what "
        "Docker counts for a seat, file cache that can be given up left out. CPU is processor time "
        f"a seat. {drawn(found)}"
    )
    errors = [line for plays in found.values() for one in plays for line in one.errors]
    last = found[max(found)][-1]
    return "\n\n".join(
        [
            table("Learners played: lesson 03 run whole, an exercise handed in", head, rows, note),
            table(f"Each seat, {len(last.players)} at once", ["seat", *head[1:]],
                  [of_seat(one, last) for one in last.players]),
            *errors,
        ]
    )  # fmt: skip


def row(number: int, plays: list[Play]) -> list[str]:
    """Return the row of one count."""
    players = [one for played in plays for one in played.players]
    taken = [one for played in plays for one in played.taken.values()]
    steps = [two([p.seconds[step] for p in players if step in p.seconds], 1) for step in STEPS]
    return [
        str(number), *steps, two([one.idle for one in taken if one.idle]),
        two([one.peak for one in taken]), two([one.processor for one in taken], 1),
        str(sum(len(played.errors) for played in plays)),
    ]  # fmt: skip


def of_seat(player: Player, played: Play) -> list[str]:
    """Return the row of one seat."""
    taken = played.taken.get(player.name, Taken())
    steps = [f"{player.seconds[step]:.1f}" if step in player.seconds else "-" for step in STEPS]
    idle = f"{taken.idle:.0f}" if taken.idle else "-"  # too busy to look at that moment
    figures = [idle, f"{taken.peak:.0f}", f"{taken.processor:.1f}"]
    return [player.name, *steps, *figures, str(len(player.errors))]


def two(values: list[float], digits: int = 0) -> str:
    """Return the median and the largest."""
    return f"{median(values):.{digits}f} / {max(values):.{digits}f}" if values else "-"


def drawn(found: dict[int, list[Play]]) -> str:
    """Draw how long the lesson takes, by how many run it at once; return where that is."""
    took = {
        number: [one.seconds["lesson"] for played in plays for one in played.players
                 if "lesson" in one.seconds]
        for number, plays in found.items()
    }  # fmt: skip
    lines = {
        name: [(number, of(seconds)) for number, seconds in took.items() if seconds]
        for name, of in (("median", median), ("slowest", max))
    }
    if not all(lines.values()):
        return "Nobody got through the lesson, so there is no curve."
    words = ", ".join(f"{of:.0f} s with {at}" for at, of in lines["median"])
    picture = curves(
        lines, title=f"Lesson 03 takes {words} at once", x="learners at once", y="seconds",
        text=f"Median seconds of lesson 03: {words} at once.", plain=True,
    )  # fmt: skip
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(picture.png)
    return f"The curve is in {PICTURE.relative_to(ROOT)}."


SEATS = Part(trouble, lambda: len(counts()), measure)
