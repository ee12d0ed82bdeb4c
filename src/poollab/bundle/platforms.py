"""The kinds of laptop there is an archive for, and which packages and wheels each takes."""

from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from poollab.__main__ import NEWEST, OLDEST
from poollab.pins import pins

LATEST = 99  # no patch of a Python is later
LOCK = Path(__file__).with_name("laptop.lock")
PYTHONS = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]


@dataclass(frozen=True)
class Platform:
    """One kind of laptop."""

    name: str
    tags: tuple[str, ...]
    """Platform tags of the wheels that run there, the newest first."""
    needs: str
    """In words: the oldest system that all of these wheels run on."""
    sys_platform: str
    system: str
    machine: str
    image: str
    """The architecture of an image that its Docker runs at full speed."""
    sources: frozenset[str] = frozenset()
    """Packages that have no wheel for it, and are compiled on the laptop."""

    @property
    def is_windows(self) -> bool:
        """Return whether it takes a zip and a start script of its own."""
        return self.system == "Windows"

    def pins(self, python: str) -> list[Requirement]:
        """Return the packages of the lock that a laptop with this Python may take.

        What hangs on Python's patch version is there for the first and for the latest.
        """
        patches = [self.environment(python, patch) for patch in (0, LATEST)]
        return [
            pin for pin in pins(LOCK) if not pin.marker or any(map(pin.marker.evaluate, patches))
        ]

    def environment(self, python: str, patch: int) -> dict[str, str]:
        """Return what the markers of requirements are evaluated with there."""
        return {
            "sys_platform": self.sys_platform, "platform_system": self.system,
            "platform_machine": self.machine, "os_name": "nt" if self.is_windows else "posix",
            "python_version": python, "python_full_version": f"{python}.{patch}",
            "implementation_name": "cpython", "platform_python_implementation": "CPython",
        }  # fmt: skip


def manylinux(machine: str, oldest: int) -> tuple[str, ...]:
    """Return the tags of wheels that run with glibc 2.28, as of Debian 10 and RHEL 8."""
    exact = [f"manylinux_2_{minor}_{machine}" for minor in range(28, oldest - 1, -1)]
    return (*exact, f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}")


def macos(*arches: str) -> tuple[str, ...]:
    """Return the tags of wheels that run on macOS 14, for these kinds of binaries."""
    new = [f"macosx_{major}_0_{arch}" for major in range(14, 10, -1) for arch in arches]
    return (*new, *(f"macosx_10_{minor}_universal2" for minor in range(16, 8, -1)))


PLATFORMS = {
    one.name: one
    for one in (
        Platform(
            "linux-x86_64", manylinux("x86_64", 5), "Linux with glibc 2.28 or later",
            "linux", "Linux", "x86_64", "amd64",
        ),
        Platform(
            "linux-arm64", manylinux("aarch64", 17), "Linux with glibc 2.28 or later, and gcc",
            "linux", "Linux", "aarch64", "arm64", frozenset({"hdrhistogram"}),
        ),
        Platform(
            "macos-arm64",
            macos("arm64", "universal2"),
            "macOS 14 or later", "darwin", "Darwin", "arm64", "arm64",
        ),
        Platform(
            "windows-x86_64", ("win_amd64",), "Windows 10 or later", "win32", "Windows", "AMD64",
            "amd64",
        ),
    )
}  # fmt: skip
