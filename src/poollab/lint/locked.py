"""The locks say what pyproject.toml asks for (seen without a network)."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from poollab.pins import pins

MEND = "run `make lock`"


def check(root: Path, files: list[Path]) -> list[str]:
    """Return a finding for each dependency that the lock lacks, or pins though nobody asks."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    wanted = asked_for(text)
    locked = pins(root / "requirements.lock")
    found = [
        f"pyproject.toml:{line_of(one, text)}: requirements.lock has no {one}: {MEND}"
        for one in wanted
        if not is_pinned(Requirement(one), locked)
    ]
    names = {canonicalize_name(Requirement(one).name) for one in wanted}
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    found += [
        f"requirements.lock:{line}: pyproject.toml no longer asks for {name}: {MEND}"
        for name, line in direct(lock)
        if name not in names
    ]
    return found + of_parts(root, text, locked)


def of_parts(root: Path, pyproject: str, locked: list[Requirement]) -> list[str]:
    """Return a finding for each lock of a part that is not its part of requirements.lock."""
    asked = tomllib.loads(pyproject)
    groups = asked.get("dependency-groups", {})
    parts = {
        "seat": asked["project"].get("dependencies", []) + groups.get("seat", []),
        "answer": groups.get("answer", []),
        "hub": groups.get("hub", []),
        "laptop": asked["project"].get("dependencies", []) + groups.get("laptop", []),
    }
    versions = {(pin.name, pin.specifier) for pin in locked}
    found = []
    for lock in sorted([*root.glob("docker/*/*.lock"), *root.glob("src/poollab/*/*.lock")]):
        pinned = pins(lock)
        lacking = [one for one in parts[lock.stem] if not is_pinned(Requirement(one), pinned)]
        other = [str(pin) for pin in pinned if (pin.name, pin.specifier) not in versions]
        if lacking or other:
            place = lock.relative_to(root).as_posix()
            found.append(f"{place}:1: {', '.join(lacking + other)}: not as locked: {MEND}")
    return found


def asked_for(pyproject: str) -> list[str]:
    """Return the dependencies of the project and of its groups."""
    table = tomllib.loads(pyproject)
    groups = table.get("dependency-groups", {}).values()
    lists = [table["project"].get("dependencies", []), *groups]
    return [str(line) for lines in lists for line in lines]


def is_pinned(requirement: Requirement, locked: list[Requirement]) -> bool:
    """Return whether every pin of a dependency is one it admits, and there is one."""
    name = canonicalize_name(requirement.name)
    versions = [
        specifier.version
        for pin in locked
        if canonicalize_name(pin.name) == name
        for specifier in pin.specifier
    ]
    return bool(versions) and all(requirement.specifier.contains(version) for version in versions)


def direct(lock: str) -> list[tuple[str, int]]:
    """Return the packages the lock says are there for the project's own sake, with their lines."""
    found: list[tuple[str, int]] = []
    for block in re.finditer(r"^(\S+?)==.*?(?=^\w|\Z)", lock, re.MULTILINE | re.DOTALL):
        if "(pyproject.toml" in block[0]:
            found.append((canonicalize_name(block[1]), lock.count("\n", 0, block.start()) + 1))
    return found


def line_of(requirement: str, pyproject: str) -> int:
    """Return the line of pyproject.toml that asks for a package."""
    return pyproject.count("\n", 0, pyproject.find(f'"{requirement}"')) + 1
