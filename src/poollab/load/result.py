"""What a run of load found, and results side by side."""

from dataclasses import dataclass, field
from math import isnan, nan

from hdrh.histogram import HdrHistogram  # type: ignore[import-untyped]

from poollab.errors import PoolLabError
from poollab.tables import Table

CURVE = (0, 25, 50, 75, 90, 95, 99, 99.9, 100)  # percentiles, closer together towards 100


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of one run.

    Every request sent is counted once: in ``answered`` when a 2xx answer came, else in ``errors``
    under its kind ("HTTP 500", "connection refused", "timeout", ...). ``latencies`` holds the 2xx
    answers only, in microseconds to three significant digits: an error may come back much faster
    than the work would have taken. ``seconds`` is how long requests were being sent; answers
    awaited after that are ``late``: they count in ``answered`` and the latencies, not in
    ``per_second``.
    """

    label: str
    url: str
    mode: str
    seconds: float
    answered: int
    late: int
    errors: dict[str, int]
    latencies: HdrHistogram = field(repr=False)

    @property
    def per_second(self) -> float:
        """2xx answers a second while requests were being sent."""
        return (self.answered - self.late) / self.seconds

    @property
    def p50(self) -> float:
        """The latency that half of the answers stayed within, in milliseconds."""
        return self.percentile(50)

    @property
    def p90(self) -> float:
        """The latency that 90 % of the answers stayed within, in milliseconds."""
        return self.percentile(90)

    @property
    def p99(self) -> float:
        """The latency that 99 % of the answers stayed within, in milliseconds."""
        return self.percentile(99)

    @property
    def slowest(self) -> float:
        """The longest latency of an answer, in milliseconds."""
        return self.percentile(100)

    @property
    def mean(self) -> float:
        """The mean latency, in milliseconds; nan when nothing was answered."""
        return float(self.latencies.get_mean_value()) / 1000 if self.answered else nan

    def percentile(self, p: float) -> float:
        """Return the latency that ``p`` % of the answers stayed within, in milliseconds.

        nan when nothing was answered; PoolLabError unless ``p`` is from 0 to 100.
        """
        if not 0 <= p <= 100:
            raise PoolLabError(f"a percentile is from 0 to 100, not {p!r}")
        return float(self.latencies.get_value_at_percentile(p)) / 1000 if self.answered else nan

    def curve(self) -> list[tuple[float, float]]:
        """Return (percentile, milliseconds) points for drawing; none when nothing was answered."""
        return [(p, self.percentile(p)) for p in CURVE] if self.answered else []

    def _repr_html_(self) -> str:
        return table(self)._repr_html_()

    def __str__(self) -> str:
        return str(table(self))


def table(*results: Result) -> Table:
    """Return ``results`` side by side; PoolLabError when there is none or one is no result."""
    if not results or not all(isinstance(result, Result) for result in results):
        raise PoolLabError("table takes the results themselves: load.table(first, second)")
    rows = {
        "load": [result.mode for result in results],
        "answers a second": [_short(result.per_second) for result in results],
        "errors": [_errors(result.errors) for result in results],
        "p50, ms": [_short(result.p50) for result in results],
        "p90, ms": [_short(result.p90) for result in results],
        "p99, ms": [_short(result.p99) for result in results],
        "slowest, ms": [_short(result.slowest) for result in results],
    }
    labels = [result.label for result in results]
    return Table("Load, as its clients saw it", labels, rows, figures=True)


def _short(value: float) -> str:
    if isnan(value):
        return "–"  # noqa: RUF001
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _errors(errors: dict[str, int]) -> str:
    return ", ".join(f"{kind}: {count:,}" for kind, count in errors.items()) or "none"
