"""What an archive holds besides packages: the course as committed, a start script, a page."""

import gzip
import subprocess
import tarfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from poollab.bundle.platforms import LOCK, Platform
from poollab.errors import PoolLabError
from poollab.postgres import engine

HERE = Path(__file__).parent
COURSE = (
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "docker", "exercises",
    "nbgrader_config.py", "notebooks", "pyproject.toml", "requirements.lock", "solutions", "src",
)  # fmt: skip
"""What a learner's folder has, as in the image of the seat."""
IMAGE = "poollab-seat"


def course(root: Path, folder: Path) -> None:
    """Write the course as it was committed: not the host's own answers and outputs.

    Its lock is the laptop's. Raises PoolLabError outside of a clone.
    """
    try:
        done = subprocess.run(
            ["git", "archive", "HEAD", *COURSE], cwd=root, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PoolLabError(
            "A bundle has the course as git has it: run this in a clone, with git installed."
        ) from error
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # not before 3.11.4
        archive.extractall(folder)
    (folder / "requirements.lock").write_bytes(LOCK.read_bytes())


def scripts(platform: Platform, python: str, folder: Path, more: Iterable[str]) -> None:
    """Write the start script and the page; ``more`` are the parts of it that not all have."""
    name = "start.cmd" if platform.is_windows else "start.sh"
    words = {
        "@MORE@": "".join((HERE / one).read_text(encoding="utf-8") for one in more),
        "@SOURCES@": " and ".join(sorted(platform.sources)),
        "@NEEDS@": platform.needs,
        "@VERSION@": f"py -{python} --version"
        if platform.is_windows
        else f"python{python} --version",
        "@START@": "Double-click start.cmd, or in a terminal: start.cmd"
        if platform.is_windows
        else "In a terminal: cd to this folder, then  sh start.sh",
        "@RUN@": name if platform.is_windows else "sh start.sh",
        "@PYTHON@": python,
    }
    for file in (name, "README.txt"):
        text = (HERE / file).read_text(encoding="utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        # cmd.exe loses its labels where lines end as on Unix.
        end = "\r\n" if platform.is_windows else "\n"
        (folder / file).write_text(text, encoding="utf-8", newline=end)
    (folder / name).chmod(0o755)


def image(platform: Platform, folder: Path) -> None:
    """Write the seat's image as a file for ``docker load``.

    Raises PoolLabError without Docker, without the image, or when it is another architecture's.
    """
    if trouble := engine.problem():
        raise PoolLabError(f"--with-image needs Docker: {trouble}.")
    if not engine.image_present(IMAGE):
        raise PoolLabError(f"There is no image {IMAGE}: build it as solutions/README.md says.")
    found = engine.client().images.get(IMAGE)
    if (architecture := found.attrs["Architecture"]) != platform.image:
        raise PoolLabError(
            f"The image {IMAGE} here is for {architecture}, and {platform.name} wants "
            f"{platform.image}: build it there, or leave out --with-image."
        )
    with gzip.open(folder / f"{IMAGE}.tar.gz", "wb", compresslevel=1) as file:
        for piece in found.save(named=f"{IMAGE}:latest"):
            file.write(piece)
