"""What the second sitting draws: rates over sizes, and Erlang's curves beside measured waits."""

from collections.abc import Callable, Mapping, Sequence

from IPython.display import display

from poollab import draw, load

Measured = Sequence[tuple[int, float, float, float]]
"""The size of a pool, the share of it that was busy, the share of requests that waited, and two
standard errors of that."""


def draw_sizes(
    bursts: Mapping[int, Sequence[load.Result]], *, title: str, knee: int, ceiling: float
) -> None:
    """Show the best rate of each size as a picture, then print it beside the worst p99.

    ``ceiling`` is the rate, in answers a second, that app and load get to.
    """
    rates = [(size, max(one.per_second for one in each)) for size, each in bursts.items()]
    picture = draw.curves(
        {"answers": rates},
        title=title,
        x="connections in the pool",
        y="answers a second",
        text=f"The best of each size's bursts. With SELECT 1 it is {ceiling:.0f} a second.",
        marked={f"knee: {knee}": knee},
    )
    display(picture)
    for size, rate in rates:
        p99 = max(one.p99 for one in bursts[size])
        print(f"pool of {size:3}: {rate:6.0f} answers a second, p99 {p99:6.0f} ms")


def draw_waits(measured: Measured, formula: Callable[[int, float], float]) -> draw.Picture:
    """Draw which share waited, over the share busy, beside what the formula says of such pools."""
    sizes = sorted({size for size, *_ in measured})
    lines = {size: [(x / 100, formula(size, x / 100)) for x in range(98)] for size in sizes}
    said = [
        f"Pool of {size}, {busy:.0%} busy: {waits:.0%} (± {error:.0%}) had to wait, "
        f"Erlang C says {formula(size, busy):.0%}."
        for size, busy, waits, error in measured
    ]
    return draw.curves(
        {f"Erlang C, {size}": line for size, line in lines.items()},
        measured={f"measured, {n}": [one[1:] for one in measured if one[0] == n] for n in sizes},
        title="The same load for each connection: in the bigger pool fewer wait",
        x="share of the connections busy, on average",
        y="share of requests that wait",
        text=" ".join([*said, "Upright bars: two standard errors up and down."]),
    )
