"""Fetches the packages of a platform, each checked against its hashes in the lock."""

import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.requirements import Requirement

from poollab.bundle.platforms import LATEST, LOCK, Platform
from poollab.install import OFFLINE, run_quietly

AT_ONCE = 4
REFUSED = "pip can't fetch the packages"
ONLY_HERE = ["--abi", "abi3", "--abi", "none", "--implementation", "cp"]


def fetch(platform: Platform, python: str, folder: Path) -> None:
    """Put all packages that a laptop with this Python takes into ``folder``.

    Raises PoolLabError, which names the package, where there is none or the network is not.
    """
    hashed = with_hashes()
    pins = [(pin.name in platform.sources, hashed[pinned(pin)]) for pin in platform.pins(python)]
    wanted, sources = ([lines for one, lines in pins if one is way] for way in (False, True))
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    abi = f"cp{python.replace('.', '')}"
    download(
        wanted, folder, "--only-binary", ":all:",
        "--python-version", f"{python}.{LATEST}", "--abi", abi, *ONLY_HERE, *tags,
    )  # fmt: skip
    if sources:
        download(sources, folder, "--no-binary", ":all:")


def pinned(pin: Requirement) -> str:
    """Return a pin without its marker: pip would heed this machine."""
    return f"{pin.name}{pin.specifier}"


def with_hashes() -> dict[str, str]:
    """Return the lines of each pin of the lock, without its marker."""
    text = LOCK.read_text(encoding="utf-8")
    blocks = re.findall(r"^(\w[^\s;]*)[^\n]*\n((?: +--hash=.*\n)+)", text, re.MULTILINE)
    return {pin: f"{pin} \\\n{hashes}" for pin, hashes in blocks}


def download(pins: list[str], folder: Path, *which: str) -> None:
    """Have pip fetch these into ``folder``, some at once: most of the time it waits."""
    # Two versions of a package are neighbours, and so never asked for together.
    parts = [part for n in range(AT_ONCE) if (part := pins[n::AT_ONCE])]
    with tempfile.TemporaryDirectory() as lists, ThreadPoolExecutor(AT_ONCE) as threads:
        for n, part in enumerate(parts):
            Path(lists, f"{n}.txt").write_text("".join(part), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        commands: list[list[str | Path]] = [
            [*pip, "--requirement", Path(lists, f"{n}.txt"), "--dest", folder, *which]
            for n in range(len(parts))
        ]
        for done in [threads.submit(run_quietly, one, REFUSED, OFFLINE) for one in commands]:
            done.result()
