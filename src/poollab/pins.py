"""What a lock pins, and what is installed."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement


def pins(lock: Path) -> list[Requirement]:
    """Return the requirements pinned in a lock, markers included."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if line[:1].isalnum()]


def strays(lock: Path) -> list[str]:
    """Return a phrase for each package that is missing here or not the pinned version."""
    found = []
    for pin in pins(lock):
        if pin.marker and not pin.marker.evaluate():
            continue
        try:
            have = version(pin.name)
        except PackageNotFoundError:
            found.append(f"{pin.name} is missing")
            continue
        if not pin.specifier.contains(have, prereleases=True):
            found.append(f"{pin.name} is {have}, not {str(pin.specifier).strip('=')}")
    return found
