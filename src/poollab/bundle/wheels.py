"""Fetches the packages of a platform, each checked against its hashes in the lock."""

import re
import sys
from pathlib import Path

from poollab.bundle.platforms import LOCK, Platform
from poollab.install import OFFLINE, run_quietly

ONLY_HERE = ["--abi", "abi3", "--abi", "none", "--implementation", "cp"]


def fetch(platform: Platform, python: str, folder: Path) -> None:
    """Put all packages that a laptop with this Python takes into ``folder``.

    Raises PoolLabError, which names the package, where there is none or the network is not.
    """
    hashed = with_hashes()
    wanted = {pin.name: hashed[str(pin).split(";")[0].strip()] for pin in platform.pins(python)}
    sources = [wanted.pop(name) for name in platform.sources & wanted.keys()]
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    abi = f"cp{python.replace('.', '')}"
    download(
        list(wanted.values()), folder, "--only-binary", ":all:",
        "--python-version", python, "--abi", abi, *ONLY_HERE, *tags,
    )  # fmt: skip
    if sources:
        download(sources, folder, "--no-binary", ":all:")


def with_hashes() -> dict[str, str]:
    """Return the lines of each pin of the lock, without its marker: pip would heed this machine."""
    text = LOCK.read_text(encoding="utf-8")
    blocks = re.findall(r"^(\w[^\s;]*)[^\n]*\n((?: +--hash=.*\n)+)", text, re.MULTILINE)
    return {pin: f"{pin} \\\n{hashes}" for pin, hashes in blocks}


def download(pins: list[str], folder: Path, *which: str) -> None:
    """Have pip fetch these into ``folder``."""
    listed = folder.with_name(f"{folder.name}.txt")
    listed.write_text("".join(pins), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    words = [*pip, "--requirement", listed, "--dest", folder, *which]
    run_quietly(words, "pip can't fetch the packages", OFFLINE)
    listed.unlink()
