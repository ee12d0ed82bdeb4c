"""How long the steps of a connection take, over the distance to the server."""

from collections.abc import Mapping

from poollab.lessons.lesson_01.clocks import Laps

DRAWN = "opening", "later query"
Lines = dict[str, list[tuple[float, float]]]


def over_distance(ways: Mapping[str, Mapping[int, Laps]]) -> Lines:
    """Return a line for each step of each way: (distance, how long), both in milliseconds.

    ``ways`` has the laps at each distance; the name of a way is put behind that of the step.
    """
    return {
        step + way: [(distance, laps.ms[step]) for distance, laps in sorted(far.items())]
        for way, far in ways.items()
        for step in DRAWN
    }


def steepness(lines: Lines) -> dict[str, float]:
    """Return how many milliseconds each line rises for each one of distance."""
    return {
        name: round((line[-1][1] - line[0][1]) / (line[-1][0] - line[0][0]), 2)
        for name, line in lines.items()
    }
