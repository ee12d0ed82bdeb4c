"""What requirements.lock pins, and what is installed."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement


def pins(root: Path) -> list[Requirement]:
    """Return the requirements pinned in the lock of the project at ``root``, markers included."""
    lines = (root / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if line[:1].isalnum()]


def strays(root: Path) -> list[str]:
    """Return a phrase for each package that is missing here or not the pinned version."""
    found = []
    for pin in pins(root):
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
