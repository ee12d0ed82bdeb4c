"""Averages over time, and how far an average of chance may be off."""

from collections.abc import Sequence
from statistics import mean, stdev

from poollab.watch import Recording


def average(seen: Recording, what: str) -> float:
    """Return the mean over time of a count of the pool: ``in_use``, ``waiting``, any of a sample.

    Each sample counts for as long as it stood, so it is the L of Little's law.
    """
    ends = [*(sample.t for sample in seen.samples[1:]), seen.seconds]
    area = sum(
        getattr(sample, what) * (end - sample.t)
        for sample, end in zip(seen.samples, ends, strict=True)
    )
    return float(area / seen.seconds)


def spread(waits: Sequence[bool], parts: int = 10) -> float:
    """Return two standard errors of a mean, from the means of so many stretches of time.

    Neighbours in a queue wait together: the error of single requests would be too small.
    """
    long = len(waits) / parts
    means = [mean(waits[int(n * long) : int((n + 1) * long)]) for n in range(parts)]
    return float(2 * stdev(means) / parts**0.5)
