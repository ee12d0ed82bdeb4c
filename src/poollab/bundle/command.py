"""``poollab bundle``: one archive per platform, for a room without a network."""

import argparse
import shutil
from pathlib import Path

from poollab.bundle import contents, wheels
from poollab.bundle.platforms import PLATFORMS, PYTHONS, Platform
from poollab.environment import ROOT

MB = 10**6
USUAL = "3.13"


def report(arguments: list[str]) -> int:
    """Write the archives that are asked for, and print a line for each.

    Raises PoolLabError when one can't be made; those before it are there.
    """
    asked = parser().parse_args(arguments)
    for name in asked.platforms or PLATFORMS:
        platform = PLATFORMS[name]
        print(f"{name}: fetching {len(platform.pins(asked.python))} packages", flush=True)
        path = write(platform, asked.python, asked.to, asked.with_image)
        print(f"{name}: {path}, {path.stat().st_size / MB:.0f} MB", flush=True)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    whole = argparse.ArgumentParser(prog="poollab bundle", description=__doc__)
    kinds = f"{', '.join(PLATFORMS)}; all of them when none is named"
    whole.add_argument("platforms", nargs="*", metavar="platform", help=kinds, type=known)
    whole.add_argument(
        "--python", choices=PYTHONS, default=USUAL, help="Python of the laptops (%(default)s)"
    )
    whole.add_argument(
        "--with-image", action="store_true", help=f"the image {contents.IMAGE} as a file, too"
    )
    whole.add_argument(
        "--to", type=Path, default=ROOT / "build" / "bundle", help="folder (build/bundle)"
    )
    return whole


def known(name: str) -> str:
    """Return the name if there is such a platform."""
    if name not in PLATFORMS:
        kinds = ", ".join(PLATFORMS)
        raise argparse.ArgumentTypeError(f"there is no platform {name!r}, only {kinds}")
    return name


def write(platform: Platform, python: str, to: Path, with_image: bool) -> Path:
    """Write one archive into the folder ``to``; return its path."""
    name = f"pool-lab-{platform.name}-python{python}"
    around = to / "unfinished"  # what an earlier run has left there goes
    shutil.rmtree(around, ignore_errors=True)
    folder = around / name
    (folder / "packages").mkdir(parents=True)
    try:
        fill(platform, python, folder, with_image)
        kind = "zip" if platform.is_windows else "gztar"
        made = Path(shutil.make_archive(str(around / f"{name}.new"), kind, around, name))
        return made.replace(to / made.name.replace(".new", ""))
    finally:
        shutil.rmtree(around)


def fill(platform: Platform, python: str, folder: Path, with_image: bool) -> None:
    """Put all that an archive holds into ``folder``, what may fail at once first."""
    contents.course(ROOT, folder / "course")
    if with_image:
        contents.image(platform, folder)
    wheels.fetch(platform, python, folder / "packages")
    more = ["image.txt"] * with_image + ["compiled.txt"] * bool(platform.sources)
    contents.scripts(platform, python, folder, more)
