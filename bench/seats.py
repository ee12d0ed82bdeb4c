"""What a seat of a hub takes: learners played against the hub that runs here, some at once."""

import os
from functools import partial
from statistics import median

from bench.players import NUMBER, Player
from bench.room import Play, Taken, play
from bench.rounds import Part, Rounds
from bench.tables import table
from poollab.draw import curves
from poollab.environment import ROOT
from poollab.hub.room import Room
from poollab.postgres import engine

MOST = 100  # players; more is another machine's work
STEPS = ("log in", "seat", "open", "lesson", "hand in")
PICTURE = ROOT / "build" / "bench" / "seats.png"


def counts() -> list[int]:
    """Return how many play at once, in turn: 1, a third, and as many as POOLLAB_SEATS says."""
    most = min(MOST, max(1, int(os.environ.get("POOLLAB_SEATS") or 10)))
    return sorted({1, max(1, most // 3), most})


def trouble() -> str | None:
    """Return a line when there is no hub to play against."""
    if problem := engine.problem():
        return problem
    return None if Room().is_running() else "no hub runs here: `make hub` starts one"


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
            table(f"Learners played: lesson {NUMBER} whole, an exercise handed in",
                  head, rows, note),
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
        lines, title=f"Lesson {NUMBER} takes {words} at once", x="learners at once", y="seconds",
        text=f"Median seconds of lesson {NUMBER}: {words} at once.", plain=True,
    )  # fmt: skip
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(picture.png)
    return f"The curve is in {PICTURE.relative_to(ROOT)}."


SEATS = Part(trouble, lambda: len(counts()), measure)
